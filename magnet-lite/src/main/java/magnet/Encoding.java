package magnet;

import magnet.infer.encoding.EncoderOptions;
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
 */
public record Encoding(
    String instruction, Pooling pooling, boolean causal, boolean normalised, int dimensions) {

  /** Checks the values. */
  public Encoding {
    NotNull.of(instruction, "instruction");
    NotNull.of(pooling, "pooling");
  }

  /** The paper's instruction. */
  public static final String INSTRUCTION = EncoderOptions.INSTRUCTION;

  /**
   * MAGNET's: the paper's instruction, bidirectional attention, the last token's vector. That the
   * vectors get length 1 is our choice; cosines are the same.
   */
  public static Encoding magnet() {
    return new Encoding(INSTRUCTION, Pooling.LAST_TOKEN, false, true, 0);
  }

  /** A copy with another instruction; empty for none. */
  public Encoding instruction(String text) {
    return new Encoding(text, pooling, causal, normalised, dimensions);
  }

  /** A copy with another pooling. */
  public Encoding pooling(Pooling other) {
    return new Encoding(instruction, other, causal, normalised, dimensions);
  }

  /** A copy with tokens that see only those before them. */
  public Encoding leftToRight() {
    return new Encoding(instruction, pooling, true, normalised, dimensions);
  }

  /** A copy with vectors as the model gives them. */
  public Encoding unnormalised() {
    return new Encoding(instruction, pooling, causal, false, dimensions);
  }

  /** A copy with only the first dimensions, before normalising; 0 for all. */
  public Encoding dimensions(int first) {
    return new Encoding(instruction, pooling, causal, normalised, first);
  }

  EncoderOptions options() {
    return new EncoderOptions(instruction, pooling.pooler(), causal, normalised, dimensions);
  }
}
