package magnet.eval;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import magnet.data.WordRanges;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.infer.Likelihood;
import magnet.infer.PromptedText;
import magnet.infer.Scorer;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Questions with several answers: the model chooses the one that it finds likeliest after the
 * question. HellaSwag, ARC, MMLU; does an adapted model still know what its base knew?
 *
 * <p>Two scores in percent, as in lm-evaluation-harness (Gao et al.): {@code accuracy} by the
 * log-likelihood of an answer's tokens, usual for MMLU, and {@code accuracy, length-normalised} by
 * the same divided by the answer's characters ({@code acc_norm}; code points, as Python counts),
 * usual for HellaSwag and ARC, where long answers would lose. In a tie the first answer wins. The
 * intervals are 1.96 standard errors to either side.
 *
 * @param name the name in tables, such as {@code hellaswag}
 * @param questions one at least
 */
public record MultipleChoice(String name, List<ChoiceQuestion> questions) implements Task {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no question
   */
  public MultipleChoice {
    questions = TaskItems.required(name, questions);
  }

  /** The same with at most this many questions, spread over all. */
  public MultipleChoice limit(int most) {
    return new MultipleChoice(name, TaskItems.spread(questions, most));
  }

  /**
   * The same with at most this many words from the end of each prompt, for candidates with few
   * positions: what is nearest to the answer stays.
   */
  public MultipleChoice words(int most) {
    return new MultipleChoice(
        name,
        questions.stream()
            .map(
                each ->
                    new ChoiceQuestion(
                        WordRanges.of(each.prompt()).last(most), each.choices(), each.answer()))
            .toList());
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.scorer().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Scorer scorer = TaskItems.needed(this, candidate, candidate.scorer(), "scorer of texts");
    List<PromptedText> answers =
        questions.stream()
            .flatMap(q -> q.choices().stream().map(c -> new PromptedText(q.prompt(), " " + c)))
            .toList();
    ProgressCount steps = TaskItems.count(this, candidate, answers.size(), "answers", progress);
    List<Likelihood> likelihoods = TaskItems.each(steps, answers, scorer::continuations);
    return List.of(
        score("accuracy", likelihoods, (likelihood, choice) -> likelihood.log()),
        score(
            "accuracy, length-normalised",
            likelihoods,
            (likelihood, choice) -> likelihood.log() / choice.codePointCount(0, choice.length())));
  }

  private Score score(
      String metric, List<Likelihood> likelihoods, ToDoubleBiFunction<Likelihood, String> value) {
    double[] right = new double[questions.size()];
    int next = 0;
    for (int q = 0; q < right.length; q++) {
      List<String> choices = questions.get(q).choices();
      double[] values = new double[choices.size()];
      for (int c = 0; c < values.length; c++) {
        values[c] = value.applyAsDouble(likelihoods.get(next++), choices.get(c));
      }
      right[q] = TaskItems.largest(values) == questions.get(q).answer() ? 100 : 0;
    }
    return Score.meanOfItems(metric, right);
  }
}
