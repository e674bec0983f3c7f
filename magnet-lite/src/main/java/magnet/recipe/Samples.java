package magnet.recipe;

import java.util.List;
import magnet.io.KeyedReader;

/**
 * Texts that the report shows for each model, so that readers see what the figures mean.
 *
 * @param sentences for the heat map of similarities
 * @param blanks texts with a blank to fill
 * @param prompts beginnings to go on with
 * @param blankTokens the most tokens of a blank
 * @param promptTokens the most tokens after a prompt
 */
public record Samples(
    List<String> sentences,
    List<String> blanks,
    List<String> prompts,
    int blankTokens,
    int promptTokens) {

  /** What marks a blank. */
  public static final String BLANK = "___";

  /** Nothing is shown. */
  static final Samples NONE = new Samples(List.of(), List.of(), List.of(), 1, 1);

  private static final int USUAL_BLANK = 10;
  private static final int USUAL_PROMPT = 60;

  boolean isEmpty() {
    return sentences.isEmpty() && blanks.isEmpty() && prompts.isEmpty();
  }

  /** Reads "samples"; nothing is shown without it. */
  static Samples read(KeyedReader section) {
    Samples samples =
        new Samples(
            section.texts("sentences").orElse(List.of()),
            section.texts("blanks").orElse(List.of()),
            section.texts("prompts").orElse(List.of()),
            section.whole("blank-tokens", 1).orElse(USUAL_BLANK),
            section.whole("prompt-tokens", 1).orElse(USUAL_PROMPT));
    section.end();
    for (String blank : samples.blanks()) {
      if (!blank.contains(BLANK)) {
        throw section.refusal(
            "blanks", "has \"%s\", which has no blank; mark it by ___".formatted(blank));
      }
    }
    return samples;
  }
}
