package magnet.eval;

import java.util.List;
import magnet.data.benchmark.ChoiceQuestion;

/**
 * Solved questions before a question, so that a model sees what is asked of it (k-shot prompting,
 * Brown et al. 2020). They are parted by an empty line, as lm-evaluation-harness does it.
 */
public final class FewShot {

  private static final String BETWEEN = "\n\n";

  private FewShot() {}

  /**
   * A question behind solved ones.
   *
   * @param shots questions of another part of the data, in the order in which they are shown; none
   *     for zero-shot
   * @param question the question itself
   * @return the same choices and answer behind a longer prompt
   */
  public static ChoiceQuestion before(ChoiceQuestion question, List<ChoiceQuestion> shots) {
    StringBuilder prompt = new StringBuilder();
    for (ChoiceQuestion shot : shots) {
      prompt.append(shot.prompt()).append(' ').append(shot.choices().get(shot.answer()));
      prompt.append(BETWEEN);
    }
    return new ChoiceQuestion(prompt + question.prompt(), question.choices(), question.answer());
  }
}
