package magnet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.data.Sentences;
import magnet.data.TextRange;
import magnet.data.WordRanges;
import magnet.eval.metric.RepeatedShare;
import magnet.infer.Continuation;
import magnet.infer.Decoding;
import magnet.infer.Generator;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Does the model repeat itself when it writes freely? {@code Rep-4} (the primary score) to {@code
 * Rep-1} over the tokens of what it wrote after each prompt, and {@code Rep-Sen} over its
 * sentences, in percent ({@link RepeatedShare}; Welleck et al. 2020). Each is the mean over
 * continuations that are long enough to tell: n tokens for Rep-n, one for Rep-Sen; 0 if there is
 * none. A sentence that the limit of tokens cut off counts as one. The bootstrap intervals are over
 * prompts.
 *
 * <p>Tokens are the candidate's own, so models with different tokenizers do not compare.
 *
 * @param name the name in tables, such as {@code repetition}
 * @param prompts what is continued, one at least; {@link #prompts} takes the beginnings of texts
 * @param decoding how many tokens, and how they are chosen; greedy shows repetition at its worst.
 *     If it says that an end token ends a text, candidates that end their texts early have less
 *     chance to repeat themselves
 */
public record Repetition(String name, List<String> prompts, Decoding decoding) implements Task {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no prompt
   */
  public Repetition {
    prompts = TaskItems.required(name, prompts);
  }

  /**
   * The beginnings of texts that the candidates have not seen.
   *
   * @param texts held-out texts
   * @param words how many words a prompt has; texts with no more than these are left out
   * @param most how many prompts at most, spread over the texts
   * @throws IllegalArgumentException if no text is long enough
   */
  public static List<String> prompts(Documents texts, int words, int most) {
    List<String> prompts =
        IntStream.range(0, texts.size())
            .mapToObj(i -> WordRanges.of(texts.get(i).text()))
            .filter(text -> text.count() > words)
            .map(text -> text.first(words))
            .toList();
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the %d documents of %s has more than %d words; ask for shorter prompts."
              .formatted(texts.size(), texts.name(), words));
    }
    return TaskItems.spread(prompts, most);
  }

  /** The same with at most this many prompts, spread over all. */
  public Repetition limit(int most) {
    return new Repetition(name, TaskItems.spread(prompts, most), decoding);
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.generator().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Generator generator = TaskItems.needed(this, candidate, candidate.generator(), "generator");
    ProgressCount steps = TaskItems.count(this, candidate, prompts.size(), "texts", progress);
    List<Continuation> texts =
        TaskItems.each(steps, prompts, piece -> generator.generate(piece, decoding));
    List<Score> scores = new ArrayList<>();
    for (int n : new int[] {4, 3, 2, 1}) {
      scores.add(
          mean(
              "Rep-" + n,
              texts,
              text -> text.tokens().length >= n,
              text -> RepeatedShare.ofNgrams(Arrays.stream(text.tokens()).boxed().toList(), n)));
    }
    scores.add(
        mean(
            "Rep-Sen",
            texts,
            text -> !text.text().isBlank(),
            text -> RepeatedShare.ofSentences(sentences(text.text()))));
    return scores;
  }

  /** The mean over the texts that are long enough; draws are of all, so that candidates pair. */
  private static Score mean(
      String metric,
      List<Continuation> texts,
      Predicate<Continuation> longEnough,
      ToDoubleFunction<Continuation> share) {
    double[] shares =
        texts.stream()
            .mapToDouble(
                text -> longEnough.test(text) ? 100 * share.applyAsDouble(text) : Double.NaN)
            .toArray();
    ToDoubleFunction<IntStream> mean =
        prompts ->
            prompts
                .mapToDouble(i -> shares[i])
                .filter(one -> !Double.isNaN(one))
                .average()
                .orElse(Double.NaN);
    double all = mean.applyAsDouble(IntStream.range(0, shares.length));
    return Double.isNaN(all)
        ? Score.lower(metric, 0)
        : Bootstrap.within(
            Score.lower(metric, all),
            shares.length,
            drawn -> mean.applyAsDouble(Arrays.stream(drawn)));
  }

  private static List<String> sentences(String text) {
    return Sentences.of(text).stream().map((TextRange range) -> range.of(text)).toList();
  }
}
