package magnet.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is thrown where a file cannot be read: one sentence, whatever the system says. */
public final class Unreadable {

  private Unreadable() {}

  /** The exception; some causes have no message, or the file's name alone. */
  public static UncheckedIOException of(Path file, IOException cause) {
    if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedIOException) {
      return new UncheckedIOException(
          file + " was not read to its end, as this thread was interrupted; read it again.", cause);
    }
    return new UncheckedIOException(
        Quoted.sentence(
            file + " cannot be read: " + reason(cause) + "; check the file and its disk."),
        cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file (looked for it from " + Path.of("").toAbsolutePath() + ")";
    }
    if (cause instanceof AccessDeniedException) {
      return "this user may not read it";
    }
    if (cause instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
