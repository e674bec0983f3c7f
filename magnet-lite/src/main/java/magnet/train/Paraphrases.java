package magnet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import magnet.data.Documents;
import magnet.data.TextPair;

/**
 * Pairs of paraphrases, drawn at random, in either order; the document is ignored. The paper made
 * its pairs with a paraphrase model.
 */
public final class Paraphrases implements PositiveSource {

  private static final long serialVersionUID = 1;

  private final List<TextPair> pairs;
  private String told;

  /** Takes at least two pairs, as a pair's negatives are other pairs. */
  public Paraphrases(List<TextPair> pairs) {
    if (pairs.size() < 2) {
      throw new IllegalArgumentException(
          pairs.size() + " paraphrase pairs are too few to contrast; give at least 2.");
    }
    this.pairs = List.copyOf(pairs);
  }

  @Override
  public Positives pair(String text, SplittableRandom random) {
    TextPair pair = pairs.get(random.nextInt(pairs.size()));
    return random.nextBoolean()
        ? new Positives(pair.first(), pair.second(), pair.first())
        : new Positives(pair.second(), pair.first(), pair.first());
  }

  /** How many pairs there are, and the SHA-256 of their texts. */
  @Override
  public synchronized String toString() {
    if (told == null) {
      List<String> texts = new ArrayList<>();
      pairs.forEach(pair -> texts.addAll(List.of(pair.first(), pair.second())));
      told = "Paraphrases[" + pairs.size() + ", " + Documents.of(texts).fingerprint() + "]";
    }
    return told;
  }
}
