package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import magnet.kernel.TensorKernel;

/**
 * In how many bits a frozen decoder holds the matrices of its layers. They are made wide again, one
 * after the other, where they are used: numbers are computed in the decoder's {@link Precision},
 * and LoRA factors learn on top (Dettmers et al., "QLoRA", 2023). Embeddings, output projection,
 * norms and biases stay whole.
 */
public enum Quantisation {
  /** Whole, in the decoder's precision. */
  NONE,
  /** 8 bits a weight, symmetric, one scale a row. */
  INT8,
  /** 4 bits a weight; a step and the lowest number for each 64 neighbours of a row. */
  INT4;

  /** What one scale takes: a bfloat16. */
  private static final int SCALE_BYTES = 2;

  private static final int GROUP = 64;

  /**
   * The quantisation of a name.
   *
   * @param name {@code "int8"}, {@code "int4"}, or empty for none
   * @throws IllegalArgumentException if it is another
   */
  public static Quantisation of(String name) {
    if (name.isEmpty()) {
      return NONE;
    }
    return Arrays.stream(values())
        .filter(each -> each != NONE && each.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A base in \""
                        + name
                        + "\" is not known; expected "
                        + Arrays.stream(values())
                            .filter(each -> each != NONE)
                            .map(Quantisation::label)
                            .collect(Collectors.joining(" or "))
                        + ", or nothing for whole weights."));
  }

  /** The name that a user gives; empty for none. */
  public String label() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** A matrix in so many bits. */
  TensorKernel.Codes codes(TensorKernel tensors, NDManager scope, NDArray matrix) {
    return switch (this) {
      case INT8 -> tensors.int8(scope, matrix);
      case INT4 -> tensors.int4(scope, matrix);
      case NONE ->
          throw new IllegalStateException("A matrix that stays whole has no codes; use it itself.");
    };
  }

  /**
   * What a decoder's weights take.
   *
   * @param of its shape
   * @param precision what it computes in
   * @return bytes
   */
  public long bytes(Architecture of, Precision precision) {
    long bytes = 0;
    for (WeightPlace place : WeightPlace.all(of).stream().distinct().toList()) {
      long[] shape = place.shape();
      bytes +=
          place.isLayerMatrix()
              ? bytes(shape[0], shape[1], precision)
              : Arrays.stream(shape).reduce(1, (a, b) -> a * b) * precision.bytes();
    }
    return bytes;
  }

  private long bytes(long rows, long columns, Precision precision) {
    long groups = (columns + GROUP - 1) / GROUP;
    return switch (this) {
      case NONE -> rows * columns * precision.bytes();
      case INT8 -> rows * (columns + SCALE_BYTES);
      case INT4 -> rows * groups * (GROUP / 2 + 2 * SCALE_BYTES);
    };
  }
}
