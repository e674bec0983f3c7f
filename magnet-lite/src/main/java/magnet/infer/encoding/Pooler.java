package magnet.infer.encoding;

import magnet.infer.FramedText;

/** How the vectors of a sentence's tokens become one vector: a weighted sum of some of them. */
public interface Pooler {

  /**
   * Some tokens, and what each of them counts.
   *
   * @param tokens indices of the tokens
   * @param weights one per token; their sum is 1
   */
  record Shares(int[] tokens, float[] weights) {}

  /** The tokens of a sentence that count; the model's last layer is computed for no others. */
  Shares shares(FramedText sentence);
}
