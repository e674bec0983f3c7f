package magnet.eval.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of a generated text was there before: what degenerates when a model repeats itself
 * (Welleck et al., "Neural text generation with unlikelihood training", ICLR 2020).
 */
public final class RepeatedShare {

  private RepeatedShare() {}

  /**
   * Rep-n (seq-rep-n in Welleck et al.): {@code 1 - distinct n-grams / n-grams} of one text.
   *
   * @param tokens the text's tokens; any values that can be compared
   * @param n length of an n-gram, at least 1
   * @return from 0, where no n-gram comes twice, to below 1; 0 for fewer than n tokens
   * @throws IllegalArgumentException if n is below 1
   */
  public static double ofNgrams(List<?> tokens, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "An n-gram of %d tokens is not possible; expected 1 or more.".formatted(n));
    }
    int count = tokens.size() - n + 1;
    Set<List<?>> distinct = new HashSet<>();
    for (int i = 0; i < count; i++) {
      distinct.add(tokens.subList(i, i + n));
    }
    return count <= 0 ? 0 : 1 - (double) distinct.size() / count;
  }

  /**
   * Rep-Sen: the share of sentences that were there before, {@code 1 - distinct sentences /
   * sentences} of one text. Letter case counts.
   *
   * @param sentences the text's sentences
   * @return from 0 to below 1; 0 without a sentence
   */
  public static double ofSentences(List<String> sentences) {
    return ofNgrams(sentences, 1);
  }
}
