package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import magnet.kernel.TensorKernel;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;

/**
 * A decoder's weights for decoding in int8: the output projection and the matrices of the layers as
 * codes, all others unchanged.
 *
 * <p>On a CPU PyTorch multiplies with the codes themselves. Its int8 product has no CUDA kernel
 * before 2.9, so that on a GPU each matrix is made wide for its product, by ordinary operations
 * that any version has there: the weights take half the memory of bfloat16's, but a token reads the
 * codes, writes the wide matrix and reads it again, which costs more time than whole weights would.
 * (Read in PyTorch's sources and held against mixed devices; no GPU has run it.)
 *
 * @param weights in the order of the kernels
 * @param scales of the codes, likewise
 */
record Int8Decoding(List<NDArray> weights, List<NDArray> scales) {

  /**
   * PyTorch's int8 product (2.7.1, CPU) reads rows in blocks, past the end of a row that is not a
   * multiple of them: 172 inputs ended the process.
   */
  private static final int BLOCK = 32;

  /** Makes codes of the matrices, owned by {@code own}, or takes those that the decoder holds. */
  static Int8Decoding of(Decoder decoder, NDManager own) {
    List<NDArray> weights = new ArrayList<>(decoder.weights());
    List<NDArray> scales = new ArrayList<>();
    add(decoder, own, WeightPlace.HEAD, weights, scales);
    for (int layer = 0; layer < decoder.architecture().layers(); layer++) {
      for (LayerTensor matrix : WeightPlace.MATRICES) {
        add(decoder, own, WeightPlace.index(layer, matrix), weights, scales);
      }
    }
    return new Int8Decoding(List.copyOf(weights), List.copyOf(scales));
  }

  private static void add(
      Decoder decoder, NDManager own, int index, List<NDArray> weights, List<NDArray> scales) {
    boolean held =
        decoder.quantisation() == Quantisation.INT8 && WeightPlace.matrixAt(index).isPresent();
    // The product is the CPU's; on a GPU, and in other widths, codes are made wide where they are
    // used, and what is whole stays so in other widths.
    boolean onGpu = decoder.device().isGpu();
    boolean multiplied = weights.get(index).getShape().get(1) % BLOCK == 0 && !onGpu;
    NDArray scale = decoder.scales().get(held ? scales.size() : 0); // the first is empty
    if (!held && (multiplied || onGpu)) {
      TensorKernel.Codes codes = decoder.tensors().int8(own, weights.get(index));
      weights.set(index, codes.codes());
      scale = codes.scales();
    }
    scales.add(multiplied ? decoder.tensors().flat(own, scale) : scale);
  }
}
