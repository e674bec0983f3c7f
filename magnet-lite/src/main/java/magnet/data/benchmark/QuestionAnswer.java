package magnet.data.benchmark;

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
}
