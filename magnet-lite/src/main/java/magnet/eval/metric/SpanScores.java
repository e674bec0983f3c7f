package magnet.eval.metric;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How predicted spans of tags (names, chunks) compare with the true ones: a span is right if its
 * type, its first and its last word are. What seqeval and {@code conlleval} print.
 *
 * @param perType the counts of each type that is there or was predicted, sorted; may be empty
 */
public record SpanScores(Map<String, PrecisionRecall> perType) {

  /** Makes the map read-only. */
  public SpanScores {
    perType = Collections.unmodifiableMap(new TreeMap<>(perType));
  }

  /**
   * Counts the spans of one sentence.
   *
   * @param truth its true tags, read by {@link TaggedSpan#of}
   * @param predicted the predicted ones, in the same order
   * @throws IllegalArgumentException if the lists differ in length or a tag is not of a span
   */
  public static SpanScores ofSentence(List<String> truth, List<String> predicted) {
    if (truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "%d predicted tags cannot be compared with %d true ones; give one of each a word."
              .formatted(predicted.size(), truth.size()));
    }
    List<TaggedSpan> there = TaggedSpan.of(truth);
    List<TaggedSpan> found = TaggedSpan.of(predicted);
    Set<TaggedSpan> right = new HashSet<>(there);
    Map<String, PrecisionRecall> counts = new TreeMap<>();
    there.forEach(
        span -> counts.merge(span.type(), new PrecisionRecall(0, 0, 1), PrecisionRecall::plus));
    found.forEach(
        span ->
            counts.merge(
                span.type(),
                new PrecisionRecall(right.contains(span) ? 1 : 0, 1, 0),
                PrecisionRecall::plus));
    return new SpanScores(counts);
  }

  /**
   * Counts the spans of many sentences; no span runs over the end of one.
   *
   * @param truth the true tags of each sentence
   * @param predicted the predicted ones, in the same order
   * @throws IllegalArgumentException if the lists differ in length or a tag is not of a span
   */
  public static SpanScores of(List<List<String>> truth, List<List<String>> predicted) {
    if (truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "Tags of %d sentences cannot be compared with those of %d; give both of each sentence."
              .formatted(predicted.size(), truth.size()));
    }
    Map<String, PrecisionRecall> counts = new TreeMap<>();
    for (int i = 0; i < truth.size(); i++) {
      ofSentence(truth.get(i), predicted.get(i))
          .perType
          .forEach((type, count) -> counts.merge(type, count, PrecisionRecall::plus));
    }
    return new SpanScores(counts);
  }

  /** All types counted together: its F1 is the usual figure of names and chunks. */
  public PrecisionRecall micro() {
    return perType.values().stream().reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
  }
}
