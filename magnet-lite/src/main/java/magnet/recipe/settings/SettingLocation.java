package magnet.recipe.settings;

import magnet.io.Quoted;

/**
 * Where a setting is, so that a message can point at it.
 *
 * @param source the recipe's file, or the command line
 * @param line counted from 1; 0 where there are no lines
 */
public record SettingLocation(String source, int line) {

  /** What is set on the command line: {@code steps=10}. */
  public static SettingLocation commandLine(String change) {
    return new SettingLocation("the command line (" + change + ")", 0);
  }

  /** The error for what is here. */
  public IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException(Quoted.sentence(this + ": " + reason));
  }

  @Override
  public String toString() {
    return line > 0 ? source + ", line " + line : source;
  }
}
