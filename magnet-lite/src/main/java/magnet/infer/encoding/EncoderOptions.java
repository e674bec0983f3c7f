package magnet.infer.encoding;

/**
 * How sentences are encoded.
 *
 * @param instruction what is put before each sentence; empty for nothing
 * @param pooler how token vectors become one
 * @param causal whether tokens see only those before them, as the base model was trained; else all
 *     see all, MAGNET's encoder
 * @param normalised whether each vector is divided by its length
 * @param dimensions how many of the first dimensions are kept, before normalising (Matryoshka
 *     embeddings, Kusupati et al. 2022); 0 for all
 * @param batch the most sentences that go through the model at once; 0 for as many as suit the
 *     device
 * @param truncated whether a sentence that is too long for the model loses its end; else it is
 *     refused
 */
public record EncoderOptions(
    String instruction,
    Pooler pooler,
    boolean causal,
    boolean normalised,
    int dimensions,
    int batch,
    boolean truncated) {

  /** The paper's instruction (Khosla et al. 2025, section 3.2). */
  public static final String INSTRUCTION = "Given the sentence, find its representation:";

  /** MAGNET's: its instruction, bidirectional, last token, all dimensions, normalised. */
  public static final EncoderOptions DEFAULT =
      new EncoderOptions(INSTRUCTION, new LastToken(), false, true, 0, 0, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public EncoderOptions {
    require(dimensions, batch);
  }

  /** Refuses numbers that are negative. */
  public static void require(int dimensions, int batch) {
    if (dimensions < 0) {
      throw new IllegalArgumentException(
          "dimensions is " + dimensions + ", expected 1 or more, or 0 for all of the model's.");
    }
    if (batch < 0) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", expected 1 or more, or 0 for what suits the device.");
    }
  }

  /** A copy with another instruction; empty for none. */
  public EncoderOptions withInstruction(String text) {
    return new EncoderOptions(text, pooler, causal, normalised, dimensions, batch, truncated);
  }

  /** A copy with another pooling. */
  public EncoderOptions withPooler(Pooler other) {
    return new EncoderOptions(instruction, other, causal, normalised, dimensions, batch, truncated);
  }

  /** A copy that is causal or bidirectional. */
  public EncoderOptions withCausal(boolean leftToRight) {
    return new EncoderOptions(
        instruction, pooler, leftToRight, normalised, dimensions, batch, truncated);
  }

  /** A copy that is normalised or not. */
  public EncoderOptions withNormalised(boolean unitLength) {
    return new EncoderOptions(
        instruction, pooler, causal, unitLength, dimensions, batch, truncated);
  }

  /** A copy with only the first dimensions kept; 0 for all. */
  public EncoderOptions withDimensions(int first) {
    return new EncoderOptions(instruction, pooler, causal, normalised, first, batch, truncated);
  }
}
