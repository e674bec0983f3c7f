package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import magnet.io.Digest;
import magnet.kernel.HostCopy;
import magnet.kernel.TensorKernel;

/** Identifies models, so that what was computed with one is not mistaken for another's. */
public final class ModelFingerprint {

  private ModelFingerprint() {}

  /**
   * Distinguishes base models of the same shape by a checksum of the last norm, which is small and
   * differs between any two training runs.
   */
  public static String ofBase(LanguageModel model) {
    try (NDManager scope = model.newScope()) {
      NDArray norm = new TensorKernel(scope).toFloat32(scope, model.decoder().finalNorm());
      CRC32 checksum = new CRC32();
      checksum.update(bytes(HostCopy.floats(norm)));
      return Long.toHexString(checksum.getValue());
    }
  }

  /**
   * Distinguishes base models that {@link #ofBase} may not, such as one into which an adapter was
   * merged, by a checksum of the first row of each matrix.
   */
  public static String ofMatrices(LanguageModel model) {
    CRC32 checksum = new CRC32();
    TensorKernel tensors = model.decoder().tensors();
    for (NDArray weight : model.decoder().weights()) {
      if (weight.getShape().dimension() == 2) {
        try (NDManager scope = model.newScope()) {
          NDArray row = tensors.toFloat32(scope, tensors.transposed(scope, weight, 0, 1));
          checksum.update(bytes(HostCopy.floats(row)));
        }
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  private static ByteBuffer bytes(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return bytes;
  }

  /** Identifies a model with its adapter: shape, precision, base and each number of the adapter. */
  public static String of(LanguageModel model) {
    Digest digest = Digest.sha256();
    String words =
        String.join(
            "\n",
            model.architecture().toString(),
            model.decoder().numbers(),
            String.valueOf(model.decodesInInt8()),
            ofBase(model));
    digest.add(words);
    model
        .lora()
        .ifPresent(
            lora -> {
              digest.add(lora.config().toString());
              lora.values().forEach((slot, numbers) -> digest.add(bytes(numbers)));
            });
    return digest.hex();
  }
}
