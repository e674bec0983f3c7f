package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import magnet.kernel.TensorKernel;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;

/**
 * Adds an adapter to the weights that it adapts: W + scale * B A in float32, then rounded once to
 * the decoder's precision. A plain decoder again.
 */
public final class MergedDecoder {

  private MergedDecoder() {}

  /**
   * A decoder with weights of its own, which the caller closes; it computes without an adapter what
   * the base computes with it.
   *
   * @throws IllegalStateException if the base is quantised
   */
  public static Decoder of(Decoder base, LoraFactors lora) {
    base.requireWhole("Merging an adapter");
    try (NDManager scope = base.newScope()) {
      NDList factors = lora.stackedInFloat32(scope, base);
      return Decoder.like(base, (owner, place) -> merged(base, factors, owner, place));
    }
  }

  private static NDArray merged(Decoder base, NDList factors, NDManager owner, int place) {
    TensorKernel tensors = base.tensors();
    NDArray weight = base.weights().get(place);
    Optional<LayerTensor> matrix = WeightPlace.matrixAt(place);
    if (matrix.isPresent()) {
      int layer = (place - WeightPlace.BEFORE_LAYERS) / WeightPlace.PER_LAYER;
      int of = layer * WeightPlace.MATRICES.size() + WeightPlace.MATRICES.indexOf(matrix.get());
      return tensors.merge(owner, weight, factors.get(2 * of), factors.get(2 * of + 1));
    }
    NDArray copy = base.precision().zeros(tensors, owner, weight.getShape());
    try (NDManager scope = owner.newSubManager()) {
      tensors.fillRows(scope, copy, weight, 0);
    }
    return copy;
  }
}
