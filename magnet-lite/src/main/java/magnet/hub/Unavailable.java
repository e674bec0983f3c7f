package magnet.hub;

import java.io.IOException;
import java.time.Duration;

/** A failure that may be over a moment later: a cut connection, a busy server. */
final class Unavailable extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Duration asked;

  /**
   * A failure.
   *
   * @param message what happened, as a part of a sentence
   * @param asked how long the server wants to be left alone; null if it does not say
   */
  Unavailable(String message, Duration asked) {
    super(message);
    this.asked = asked;
  }

  /** A failure below HTTP. */
  static Unavailable because(IOException cause) {
    Unavailable unavailable = new Unavailable(reason(cause), null);
    unavailable.initCause(cause);
    return unavailable;
  }

  Duration asked() {
    return asked;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    if (message == null && cause.getCause() != null) {
      return reason(cause.getCause());
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
