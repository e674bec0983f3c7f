package magnet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.data.Sentences;
import magnet.infer.Decoding;
import magnet.infer.Generator;
import magnet.infer.Infiller;
import magnet.infer.SpanSearch;
import magnet.infer.TextSpan;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Does a sentence that a model puts into a blank fit what stands around it? Measured where the
 * truth is known, as in a generated world; where it is not, people would have to judge.
 *
 * <p>Two scores in percent: {@code right roles}, the mean of what a {@link FillingJudge} says, and
 * {@code wholly right}, the share of the fillings in which it finds nothing wrong. A candidate that
 * sees both sides fills the blank with its infiller, the best of all that it tries; any other
 * continues the text before the blank with the likeliest tokens, and the first sentence of what it
 * writes is taken, for it cannot know where the text goes on. The bootstrap intervals are over
 * blanks.
 *
 * @param name the name in tables, such as {@code pocket-infill}
 * @param spans sentences in their texts that are taken out, one at least, with something before
 *     each
 * @param search the lengths of a blank in tokens, and how tokens are chosen; one that is {@link
 *     magnet.infer.BlankForm#SENTENCE} where each blank is a sentence
 * @param judge tells how right a filling is; its items are the blanks
 */
public record InfillQuality(
    String name, List<TextSpan> spans, SpanSearch search, FillingJudge judge) implements Task {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no blank
   */
  public InfillQuality {
    spans = TaskItems.required(name, spans);
  }

  /**
   * The same with at most this many blanks, spread over all; the judge still counts all of them.
   */
  public InfillQuality limit(int most) {
    int[] kept = TaskItems.indices(spans.size(), most);
    List<TextSpan> fewer = Arrays.stream(kept).mapToObj(spans::get).toList();
    return new InfillQuality(
        name, fewer, search, (item, filled) -> judge.rightRoles(kept[item], filled));
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.bothSides()
        ? candidate.infiller().isPresent()
        : candidate.generator().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    if (!canMeasure(candidate)) {
      throw TaskItems.cannot(this, candidate, candidate.bothSides() ? "infiller" : "generator");
    }
    ProgressCount steps = TaskItems.count(this, candidate, spans.size(), "blanks", progress);
    List<String> filled =
        candidate.bothSides()
            ? infilled(candidate.infiller().orElseThrow(), steps)
            : continued(candidate.generator().orElseThrow(), steps);
    double[] right =
        IntStream.range(0, filled.size())
            .mapToDouble(i -> 100 * judge.rightRoles(i, filled.get(i)))
            .toArray();
    double[] whole = Arrays.stream(right).map(share -> share == 100 ? 100 : 0).toArray();
    return List.of(
        Bootstrap.ofMean(mean -> Score.higher("right roles", mean), right),
        Bootstrap.ofMean(mean -> Score.higher("wholly right", mean), whole));
  }

  private List<String> infilled(Infiller infiller, ProgressCount steps) {
    List<String> filled = new ArrayList<>();
    for (TextSpan blank : spans) {
      String right = blank.text().substring(blank.range().end());
      filled.add(
          infiller.infill(List.of(before(blank), right), search).get(0).spans().get(0).strip());
      steps.done(1);
    }
    return filled;
  }

  private List<String> continued(Generator generator, ProgressCount steps) {
    Decoding decoding = Decoding.greedy(search.longest());
    List<String> prompts = spans.stream().map(blank -> before(blank).stripTrailing()).toList();
    return TaskItems.each(steps, prompts, piece -> generator.generate(piece, decoding)).stream()
        .map(written -> firstSentence(written.text()))
        .toList();
  }

  private static String before(TextSpan blank) {
    return blank.text().substring(0, blank.range().begin());
  }

  private static String firstSentence(String text) {
    return Sentences.of(text).stream().findFirst().map(first -> first.of(text)).orElse("");
  }
}
