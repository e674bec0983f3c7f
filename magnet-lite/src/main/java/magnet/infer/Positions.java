package magnet.infer;

import magnet.io.Quoted;
import magnet.model.family.Architecture;

/** Checks that a text fits into the positions that a model was trained with, and has some. */
public final class Positions {

  private static final int SHOWN = 40;

  private Positions() {}

  /** Refuses a text of too many tokens, whose beginning is shown. */
  public static void require(int tokens, Architecture architecture, String text) {
    if (tokens > architecture.maxPositions()) {
      throw new IllegalArgumentException(
          ("The text %shas %s tokens, expected %s at most, the model's positions; shorten it or"
                  + " cut it into pieces.")
              .formatted(
                  text.isEmpty() ? "" : shown(text) + " ", tokens, architecture.maxPositions()));
    }
  }

  /** Refuses a text of which no token is predicted by another: an empty one, or of one token. */
  public static void requirePredicted(int tokens, String text) {
    if (text.isBlank() || tokens < 2) {
      throw new IllegalArgumentException(
          ("The text \"%s\" has %s tokens, expected 2 at least, as the first one is predicted by"
                  + " none; give a longer text.")
              .formatted(Quoted.value(text), tokens));
    }
  }

  /** The beginning of a text in quotation marks. */
  public static String shown(String text) {
    return '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + '"';
  }
}
