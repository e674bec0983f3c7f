package magnet.data.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A question whose answer is free text, to be generated and compared.
 *
 * @param prompt what comes before the answer, without a space at its end; not blank
 * @param answer the right answer, not blank
 */
public record QuestionAnswer(String prompt, String answer) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the prompt or the answer is blank
   */
  public QuestionAnswer {
    if (prompt.isBlank() || answer.isBlank()) {
      throw new IllegalArgumentException(
          "a question needs a prompt and an answer, but they are \"%s\" and \"%s\""
              .formatted(prompt, answer));
    }
  }

  /** The first of some questions with their answers, an empty line after each: few-shot. */
  static String shown(List<QuestionAnswer> examples, int shots) {
    return examples.stream()
        .limit(shots)
        .map(example -> example.prompt + " " + example.answer + "\n\n")
        .collect(Collectors.joining());
  }
}
