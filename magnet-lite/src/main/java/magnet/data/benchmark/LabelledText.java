package magnet.data.benchmark;

/**
 * A text and the class that it belongs to.
 *
 * @param text the text, not blank
 * @param label the name of its class, not blank
 */
public record LabelledText(String text, String label) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the text or the label is blank
   */
  public LabelledText {
    if (text.isBlank() || label.isBlank()) {
      throw new IllegalArgumentException(
          "a labelled text needs a text and a label, but they are \"%s\" and \"%s\""
              .formatted(text, label));
    }
  }
}
