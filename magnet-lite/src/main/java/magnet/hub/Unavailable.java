package magnet.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A failure that may be over a moment later: a cut connection, a busy server. */
final class Unavailable extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Duration asked;

  /** What happened, as a part of a sentence, and how long the server asks to wait, or null. */
  Unavailable(String message, Duration asked) {
    super(message);
    this.asked = asked;
  }

  /** A failure below HTTP, of the host that was called. */
  static Unavailable because(String host, IOException cause) {
    Unavailable unavailable = new Unavailable(reason(host, cause), null);
    unavailable.initCause(cause);
    return unavailable;
  }

  Duration asked() {
    return asked;
  }

  /** Some failures of the network have a name and no message, or only that of another. */
  private static String reason(String host, Throwable failure) {
    List<Throwable> chain =
        Stream.iterate(failure, each -> each != null, Throwable::getCause).toList();
    if (chain.stream().anyMatch(Unavailable::knowsNoAddress)) {
      return "no address of " + host + " can be found, as where there is no network";
    }
    Throwable told =
        chain.stream()
            .filter(each -> each.getMessage() != null && !isNameOfCause(each))
            .findFirst()
            .orElse(failure);
    if (told.getMessage() != null) {
      return told.getMessage();
    }
    return chain.stream().anyMatch(ConnectException.class::isInstance)
        ? host + " takes no connection"
        : "the connection to " + host + " broke (" + failure.getClass().getSimpleName() + ")";
  }

  private static boolean knowsNoAddress(Throwable failure) {
    return failure instanceof UnresolvedAddressException || failure instanceof UnknownHostException;
  }

  private static boolean isNameOfCause(Throwable failure) {
    return failure.getCause() != null && failure.getMessage().equals(failure.getCause().toString());
  }
}
