package magnet;

import java.util.function.Consumer;
import magnet.io.NotNull;

/**
 * What the library says besides its results: which device is in use, what memory a large model
 * takes, what is downloaded. One line each on the error stream, so that a notebook's result and a
 * pipe stay clean, unless a program sends them elsewhere.
 */
public final class Notices {

  private static final Consumer<String> ERROR_STREAM =
      line -> System.err.println("magnet: " + line);

  private static volatile Consumer<String> listener = ERROR_STREAM;

  private Notices() {}

  /**
   * Sends the lines elsewhere from now on: {@code Notices.to(line -> {})} for nowhere.
   *
   * @param other gets each line; may be called from any thread
   */
  public static void to(Consumer<String> other) {
    listener = NotNull.of(other, "listener");
  }

  /** Sends the lines to the error stream again. */
  public static void toErrorStream() {
    listener = ERROR_STREAM;
  }

  static void tell(String line) {
    listener.accept(line);
  }
}
