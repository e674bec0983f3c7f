package magnet.eval;

import java.util.List;
import java.util.stream.IntStream;
import magnet.data.WordRanges;
import magnet.data.benchmark.QuestionAnswer;
import magnet.infer.Continuation;
import magnet.infer.Decoding;
import magnet.infer.Generator;
import magnet.infer.sampling.Greedy;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Questions whose answer the model writes itself: BIG-Bench Hard. One score, {@code exact match} in
 * percent: the share of answers that equal the right one, white space at the ends left out; letter
 * case and punctuation count. The model writes greedily up to the end of a line. The interval is
 * 1.96 standard errors to either side.
 *
 * @param name the name in tables, such as {@code bbh-boolean-expressions}
 * @param questions one at least, few-shot where their prompts say so
 * @param maxTokens the most tokens of an answer, at least 1
 */
public record ExactMatch(String name, List<QuestionAnswer> questions, int maxTokens)
    implements Task {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no question, or an answer could have no token
   */
  public ExactMatch {
    questions = TaskItems.required(name, questions);
    Decoding.require(maxTokens, List.of());
  }

  /** The same with at most this many questions, spread over all. */
  public ExactMatch limit(int most) {
    return new ExactMatch(name, TaskItems.spread(questions, most), maxTokens);
  }

  /**
   * The same with at most this many words from the end of each prompt, for candidates with few
   * positions: the question stays, the first of its solved examples go.
   */
  public ExactMatch words(int most) {
    return new ExactMatch(
        name,
        questions.stream()
            .map(each -> new QuestionAnswer(WordRanges.of(each.prompt()).last(most), each.answer()))
            .toList(),
        maxTokens);
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.generator().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Generator generator = TaskItems.needed(this, candidate, candidate.generator(), "generator");
    ProgressCount steps = TaskItems.count(this, candidate, questions.size(), "answers", progress);
    Decoding line = new Decoding(maxTokens, List.of("\n"), true, prompt -> new Greedy());
    List<Continuation> answers =
        TaskItems.each(
            steps,
            questions.stream().map(QuestionAnswer::prompt).toList(),
            piece -> generator.generate(piece, line));
    double[] right =
        IntStream.range(0, questions.size())
            .mapToDouble(i -> equal(answers.get(i), questions.get(i)) ? 100 : 0)
            .toArray();
    return List.of(Score.meanOfItems("exact match", right));
  }

  private static boolean equal(Continuation answer, QuestionAnswer question) {
    return answer.text().strip().equals(question.answer().strip());
  }
}
