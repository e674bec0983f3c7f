package magnet.hub;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Retries after a failure that may pass, with growing waits, and not forever. */
final class Retries {

  private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

  private final String doing;
  private final Patience patience;
  private final Consumer<String> notes;
  private int failures;

  /** No failure yet of what is tried, a noun for messages. */
  Retries(String doing, Patience patience, Consumer<String> notes) {
    this.doing = doing;
    this.patience = patience;
    this.notes = notes;
  }

  /** Something that may fail and be tried again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws Unavailable;
  }

  /** Tries until it succeeds, fails too often, or this thread is interrupted. */
  <T> T run(Attempt<T> attempt) {
    while (true) {
      try {
        return attempt.run();
      } catch (Unavailable e) {
        failed(e);
      }
    }
  }

  /** New bytes came: earlier failures are forgotten. */
  void progressed() {
    failures = 0;
  }

  /** Waits before the next attempt, or gives up. */
  void failed(Unavailable failure) {
    failures++;
    if (failures >= patience.attempts()) {
      String tries = failures == 1 ? "" : failures + " attempts failed, the last one because ";
      throw given(tries + failure.getMessage(), failure);
    }
    Duration wait = patience.wait(failures);
    if (failure.asked() != null) {
      if (failure.asked().compareTo(patience.longestWait()) > 0) {
        throw given(
            failure.getMessage() + " and asks to wait " + failure.asked().toSeconds() + " s",
            failure);
      }
      wait = failure.asked();
    }
    if (wait.compareTo(WORTH_TELLING) >= 0) {
      notes.accept(failure.getMessage() + "; asking again in " + wait.toSeconds() + " s");
    }
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      throw HttpCalls.interrupted();
    }
  }

  private UncheckedIOException given(String why, Unavailable failure) {
    return new UncheckedIOException(
        "%s could not be downloaded: %s; check the network and try again, what has arrived is kept."
            .formatted(doing, why),
        failure);
  }
}
