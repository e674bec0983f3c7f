package magnet.data.benchmark;

import java.util.List;

/**
 * A question with several answers, one of them right.
 *
 * @param prompt what comes before the answer, without a space at its end; not blank
 * @param choices at least two; each as it follows the prompt and a space
 * @param answer the right one, counted from 0
 */
public record ChoiceQuestion(String prompt, List<String> choices, int answer) {

  /**
   * Checks the question.
   *
   * @throws IllegalArgumentException if the prompt or a choice is blank, there are fewer than two
   *     choices, or the answer is none of them
   */
  public ChoiceQuestion {
    choices = List.copyOf(choices);
    if (prompt.isBlank() || choices.size() < 2 || choices.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "a question needs a prompt and two choices at least, none blank, but is \"%s\" with %s"
              .formatted(prompt, choices));
    }
    if (answer < 0 || answer >= choices.size()) {
      throw new IllegalArgumentException(
          "answer %d is none of the %d choices, counted from 0".formatted(answer, choices.size()));
    }
  }
}
