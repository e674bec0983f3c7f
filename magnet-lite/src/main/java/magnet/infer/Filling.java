package magnet.infer;

import java.util.List;
import magnet.data.TextRange;

/**
 * One way to fill the blanks of a text.
 *
 * @param spans what fills each blank, in order, each with the white space that it begins with
 * @param text the completed text
 * @param places where each span is in the completed text
 * @param spanLikelihood how likely the model finds the spans' tokens, given the text on both sides
 * @param textLikelihood how likely it finds the completed text from left to right: its logarithm is
 *     what fillings are ranked by
 */
public record Filling(
    List<String> spans,
    String text,
    List<TextRange> places,
    Likelihood spanLikelihood,
    Likelihood textLikelihood) {

  @Override
  public String toString() {
    return text;
  }
}
