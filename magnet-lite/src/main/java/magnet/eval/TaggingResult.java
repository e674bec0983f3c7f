package magnet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.benchmark.TaggedSentence;
import magnet.eval.metric.Confusion;
import magnet.eval.metric.PrecisionRecall;
import magnet.eval.metric.SpanScores;

/** Predicted tags of sentences beside the true ones, counted sentence by sentence. */
final class TaggingResult {

  private final TagLayer layer;
  private final List<String> truths = new ArrayList<>();
  private final List<String> predicted;
  private final PrecisionRecall[] words;
  private final PrecisionRecall[] spans;

  /** Counts; predicted are the tags of word after word, sentence after sentence. */
  TaggingResult(TagLayer layer, List<TaggedSentence> sentences, List<String> predicted) {
    this.layer = layer;
    this.predicted = List.copyOf(predicted);
    words = new PrecisionRecall[sentences.size()];
    spans = new PrecisionRecall[sentences.size()];
    int from = 0;
    for (int i = 0; i < words.length; i++) {
      List<String> truth = layer.of(sentences.get(i));
      List<String> found = predicted.subList(from, from + truth.size());
      long right =
          IntStream.range(0, truth.size()).filter(w -> truth.get(w).equals(found.get(w))).count();
      words[i] = new PrecisionRecall(right, truth.size(), truth.size());
      spans[i] = layer.marksSpans() ? SpanScores.ofSentence(truth, found).micro() : words[i];
      truths.addAll(truth);
      from += truth.size();
    }
  }

  /** F1 of spans where the tags mark some, else the accuracy; from 0 to 1. */
  double primary() {
    return sum(Arrays.stream(spans)).f1();
  }

  /** Which tags were taken for which. */
  Confusion confusion(String title) {
    return Confusion.of(title, truths, predicted);
  }

  /** The scores in percent, the primary one first. */
  List<Score> scores(String alignment) {
    List<Score> scores = new ArrayList<>();
    if (layer.marksSpans()) {
      scores.add(score(layer.title() + " F1", spans).pooled(alignment));
    }
    scores.add(score(layer.title() + " accuracy", words).pooled(alignment));
    return scores;
  }

  private static Score score(String metric, PrecisionRecall[] counts) {
    return Bootstrap.within(
        Score.higher(metric, 100 * sum(Arrays.stream(counts)).f1()),
        counts.length,
        drawn -> 100 * sum(Arrays.stream(drawn).mapToObj(i -> counts[i])).f1());
  }

  private static PrecisionRecall sum(Stream<PrecisionRecall> counts) {
    return counts.reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
  }
}
