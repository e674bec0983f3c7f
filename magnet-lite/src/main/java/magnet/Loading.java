package magnet;

import java.io.Serializable;
import magnet.io.NotNull;

/**
 * How a checkpoint is loaded.
 *
 * @param precision {@code "float32"} or {@code "bfloat16"}; empty: bfloat16 where it is stored so
 *     (or, for a GPU, in float16) and the machine multiplies it, else float32
 * @param base how the matrices of the layers are stored: {@code "int8"} or {@code "int4"}, a
 *     quarter or an eighth of float32's memory and not quite the same numbers; empty: whole, in the
 *     precision
 * @param device {@code "cpu"}, {@code "gpu"}, {@code "gpu:1"}, or {@code "auto"}: the first GPU
 *     where there is one; which it is, and why, is reported at the first load
 */
public record Loading(String precision, String base, String device) implements Serializable {

  /** What suits the checkpoint and the machine. */
  public static Loading auto() {
    return new Loading("", "", "auto");
  }

  /** Checks that nothing is null. */
  public Loading {
    NotNull.of(precision, "precision");
    NotNull.of(base, "base");
    NotNull.of(device, "device");
  }

  /** A copy in a given precision, {@code "float32"} or {@code "bfloat16"}. */
  public Loading precision(String name) {
    return new Loading(name, base, device);
  }

  /** A copy on a given device; one that is not there is an error, never a fall-back. */
  public Loading device(String name) {
    return new Loading(precision, base, name);
  }

  /**
   * A copy with the base held in {@code "int8"} or {@code "int4"} (groups of 64), for models that
   * do not fit otherwise: its matrices are made whole again where they are used, one at a time.
   * Adapters learn on such a base as on any other; merging needs the original weights.
   */
  public Loading base(String name) {
    return new Loading(precision, name, device);
  }
}
