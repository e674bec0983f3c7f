package magnet.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import magnet.model.family.Architecture;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;

/**
 * In how many bits a frozen decoder stores the matrices of its layers. They are made wide again,
 * one after the other, where they are used: numbers are computed in the decoder's {@link
 * Precision}, and LoRA factors learn on top (Dettmers et al., "QLoRA", 2023). Embeddings, output
 * projection, norms and biases stay whole.
 */
public enum Quantisation {
  /** Whole, in the decoder's precision. */
  NONE,
  /** 8 bits a weight, symmetric, one scale a row. */
  INT8,
  /**
   * 4 bits a weight; a step and the lowest number for each 64 neighbours of a row. In models less
   * than 4096 wide the matrices of queries, keys and values and the last of the MLP have 8 bits:
   * SmolLM2-135M lost 11 % and 9 % of its perplexity by 4 bits in these, and 0.5 % in the others.
   * (Ours; that wider models tolerate 4 bits everywhere is published, Dettmers and Zettlemoyer
   * 2023, and was not measured here.)
   */
  INT4;

  static final int FEW = 4;
  static final int MANY = 8;

  /** Hidden size from which a model tolerates 4 bits everywhere. */
  private static final int WIDE = 4096;

  /** What one scale takes: a bfloat16. */
  private static final int SCALE_BYTES = 2;

  private static final int GROUP = 64;

  /**
   * The quantisation of a name: {@code "int8"}, {@code "int4"}, or empty for none.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Quantisation of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A base in \""
                        + name
                        + "\" is not known; expected int8 or int4, or nothing for whole weights."));
  }

  /** The name that a user gives; empty for none. */
  public String label() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** Bits of a code of a layer's matrix; 0 where it is whole. */
  int bits(LayerTensor matrix, Architecture of) {
    return switch (this) {
      case NONE -> 0;
      case INT8 -> MANY;
      case INT4 ->
          matrix == LayerTensor.OUTPUT || matrix == LayerTensor.MLP_IN || of.hiddenSize() >= WIDE
              ? FEW
              : MANY;
    };
  }

  /** What a decoder's weights take. */
  public long bytes(Architecture of, Precision precision) {
    List<WeightPlace> places = WeightPlace.all(of);
    long bytes = 0;
    for (int i = 0; i < places.size(); i++) {
      WeightPlace place = places.get(i);
      if (places.indexOf(place) == i && !place.isEmpty()) { // tied embeddings are in two places
        long[] shape = place.shape();
        int bits = WeightPlace.matrixAt(i).map(matrix -> bits(matrix, of)).orElse(0);
        bytes +=
            bits == 0
                ? new Shape(shape).size() * precision.bytes()
                : codeBytes(bits, shape[0], shape[1]);
      }
    }
    return bytes;
  }

  private static long codeBytes(int bits, long rows, long columns) {
    long groups = (columns + GROUP - 1) / GROUP;
    return bits == MANY
        ? rows * (columns + SCALE_BYTES)
        : rows * groups * (GROUP / 2 + 2 * SCALE_BYTES);
  }
}
