package magnet.eval;

import java.util.List;
import magnet.infer.Likelihood;
import magnet.infer.Scorer;
import magnet.infer.TextSpan;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * How likely the model finds the text of a blank: perplexity per token over spans of texts, {@link
 * TextSpans} with a sentence of each story or some words of each text missing (MAGNET, Khosla et
 * al. 2025: ROCStories and WikiText).
 *
 * <p>Two scores. {@code perplexity} is that of the spans given all that the candidate sees: the
 * text on both sides where it can use them, else what comes before. {@code perplexity, left only}
 * is that of the same tokens given only what comes before: for a candidate that sees both sides the
 * difference between the two is what the right side is worth, and between two candidates it
 * separates infilling from mere adaptation to the domain. The bootstrap intervals are over spans.
 *
 * @param name the name in tables, such as {@code rocstories-infill}
 * @param spans spans in their texts, one at least, with something before each
 */
public record InfillPerplexity(String name, List<TextSpan> spans) implements Task {

  /** The metric of all that a candidate sees. */
  public static final String PERPLEXITY = "perplexity";

  /** The metric of what comes before alone. */
  public static final String LEFT_ONLY = "perplexity, left only";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no span
   */
  public InfillPerplexity {
    spans = TaskItems.required(name, spans);
  }

  /** The same with at most this many spans, spread over all. */
  public InfillPerplexity limit(int most) {
    return new InfillPerplexity(name, TaskItems.spread(spans, most));
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.scorer().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Scorer scorer = TaskItems.needed(this, candidate, candidate.scorer(), "scorer of texts");
    boolean bothSides = candidate.bothSides();
    long total = (long) spans.size() * (bothSides ? 2 : 1);
    ProgressCount steps = TaskItems.count(this, candidate, total, "spans", progress);
    List<Likelihood> left = TaskItems.each(steps, spans, scorer::spansFromTheLeft);
    List<Likelihood> seen =
        bothSides ? TaskItems.each(steps, spans, scorer::spansFromBothSides) : left;
    return List.of(Perplexity.score(PERPLEXITY, seen), Perplexity.score(LEFT_ONLY, left));
  }
}
