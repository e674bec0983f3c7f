package magnet.infer.encoding;

import java.util.List;

/** Gives each sentence a vector. */
public interface SentenceEncoder {

  /**
   * Encodes sentences.
   *
   * @param sentences not empty texts, in any order and of any lengths
   * @return {@code [sentences][dimensions]} in the order of the sentences; the caller owns it
   * @throws IllegalArgumentException if a sentence is empty or too long
   */
  float[][] encode(List<String> sentences);

  /** The length of every vector. */
  int dimensions();
}
