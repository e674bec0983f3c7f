package magnet.io;

import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Where something was read, so that a message can point at it.
 *
 * @param source a file, or the command line; empty where the caller adds the place to a message
 * @param line counted from 1; 0 where there are no lines
 */
public record SourceLocation(String source, int line) {

  /** What is set on the command line: {@code steps=10}. */
  public static SourceLocation commandLine(String change) {
    return new SourceLocation("the command line (" + change + ")", 0);
  }

  /** The error for what is here; a sentence, unless the caller makes one of it. */
  public IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException(
        Quoted.sentence(
            source.isEmpty() ? reason : this + ": " + reason + (reason.endsWith(".") ? "" : ".")));
  }

  /** Makes something of what is here; its errors begin with this place. */
  public <T> T made(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return line > 0 ? source + ", line " + line : source;
  }
}
