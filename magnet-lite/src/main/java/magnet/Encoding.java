package magnet;

import java.io.Serializable;
import magnet.infer.encoding.EncoderOptions;
import magnet.infer.encoding.Pooler;
import magnet.io.NotNull;

/**
 * How sentences are embedded. A value: each method gives a changed copy.
 *
 * @param instruction what is put before each sentence; empty for nothing
 * @param pooling how token vectors become one
 * @param causal whether tokens see only those before them, as a base model was trained; else all
 *     see all
 * @param normalised whether each vector gets length 1
 * @param dimensions how many of the first dimensions are kept; 0 for all
 * @param batch the most sentences that go through the model at once; 0 for as many as suit the
 *     device
 * @param cut whether a sentence that is too long for the model loses its end; else it is refused
 */
public record Encoding(
    String instruction,
    Pooling pooling,
    boolean causal,
    boolean normalised,
    int dimensions,
    int batch,
    boolean cut)
    implements EncoderOptions, Serializable {

  /** The paper's instruction (Khosla et al. 2025, section 3.2). */
  public static final String INSTRUCTION = "Given the sentence, find its representation:";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public Encoding {
    NotNull.of(instruction, "instruction");
    NotNull.of(pooling, "pooling");
    if (dimensions < 0) {
      throw new IllegalArgumentException(
          "dimensions is " + dimensions + ", expected 1 or more, or 0 for all of the model's.");
    }
    if (batch < 0) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", expected 1 or more, or 0 for what suits the device.");
    }
  }

  /**
   * MAGNET's: the paper's instruction, bidirectional attention, the last token's vector. That the
   * vectors get length 1 is our choice; cosines are the same.
   */
  public static Encoding magnet() {
    return new Encoding(INSTRUCTION, Pooling.LAST_TOKEN, false, true, 0, 0, false);
  }

  /** A copy with another instruction; empty for none. */
  public Encoding instruction(String text) {
    return new Encoding(text, pooling, causal, normalised, dimensions, batch, cut);
  }

  /** A copy with another pooling. */
  public Encoding pooling(Pooling other) {
    return new Encoding(instruction, other, causal, normalised, dimensions, batch, cut);
  }

  /** A copy with tokens that see only those before them. */
  public Encoding leftToRight() {
    return new Encoding(instruction, pooling, true, normalised, dimensions, batch, cut);
  }

  /** A copy with vectors as the model gives them. */
  public Encoding unnormalised() {
    return new Encoding(instruction, pooling, causal, false, dimensions, batch, cut);
  }

  /** A copy with only the first dimensions, before normalising; 0 for all. */
  public Encoding dimensions(int first) {
    return new Encoding(instruction, pooling, causal, normalised, first, batch, cut);
  }

  /**
   * The same with at most this many sentences at once, where memory is short; 0 for as many as suit
   * the device. Vectors stay the same, but for rounding (below 1e-4).
   */
  public Encoding batch(int most) {
    return new Encoding(instruction, pooling, causal, normalised, dimensions, most, cut);
  }

  /**
   * The same, but of a sentence that is too long for the model the beginning counts, as many tokens
   * as there are positions. Otherwise it is refused by its place in the list and its length.
   */
  public Encoding truncated() {
    return new Encoding(instruction, pooling, causal, normalised, dimensions, batch, true);
  }

  @Override
  public Pooler pooler() {
    return pooling.pooler();
  }
}
