package magnet;

import java.util.Arrays;
import java.util.Locale;

/**
 * What merging an adapter costs.
 *
 * @param logits the largest difference between logits with the adapter and after the merge
 * @param precision what the weights were rounded to
 */
record MergeCost(double logits, String precision) {

  /** Measures it for one sentence, or as much of it as the model has positions for. */
  static MergeCost of(Magnet adapted, Magnet merged) {
    int[] sentence = adapted.encode(Encoding.INSTRUCTION);
    int most = adapted.architecture().maxPositions();
    int[] tokens = Arrays.copyOf(sentence, Math.min(sentence.length, most));
    return new MergeCost(
        adapted.logitDifference(merged, tokens), adapted.decoder().precision().torchName());
  }

  /** As a sentence without its point. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "merged in %s; logits differ by %.1e at most from those with the adapter",
        precision,
        logits);
  }
}
