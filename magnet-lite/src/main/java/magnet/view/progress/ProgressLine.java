package magnet.view.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The one line of text that shows progress; ASCII, as not every terminal has more. */
public final class ProgressLine {

  private static final int BAR = 20;

  private ProgressLine() {}

  /**
   * With a bar: {@code adapting [#####---------------] 75/300 mntp 3.214 8,912 tokens/s 0:42 left}.
   */
  static String withBar(ProgressState state) {
    int filled = (int) (BAR * state.done() / state.total());
    String bar = "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    return "%s %s %s%s".formatted(state.title(), bar, count(state), rest(state));
  }

  /** Without a bar: {@code adapting 75/300 (25 %) mntp 3.214 8,912 tokens/s 0:42 left}. */
  static String plain(ProgressState state) {
    long percent = 100 * state.done() / state.total();
    return String.format(
        Locale.ROOT, "%s %s (%d %%)%s", state.title(), count(state), percent, rest(state));
  }

  /** How many parts of how many are done: {@code 75/300}. */
  static String count(ProgressState state) {
    return String.format(Locale.ROOT, "%,d/%,d", state.done(), state.total());
  }

  /** The speed: {@code 8,912 tokens/s}; nothing while it is not known. */
  static Optional<String> speed(ProgressState state) {
    String format = state.unitsPerSecond() < 10 ? "%,.1f %s/s" : "%,.0f %s/s";
    return state.unitsPerSecond() > 0
        ? Optional.of(String.format(Locale.ROOT, format, state.unitsPerSecond(), state.unit()))
        : Optional.empty();
  }

  /** The time left: {@code 0:42 left}; nothing while it is not known or when all is done. */
  static Optional<String> left(ProgressState state) {
    return state.left() != null && !state.finished()
        ? Optional.of(clock(state.left()) + " left")
        : Optional.empty();
  }

  private static String rest(ProgressState state) {
    StringBuilder rest = new StringBuilder();
    state
        .values()
        .forEach(
            (name, value) -> rest.append(String.format(Locale.ROOT, "  %s %.4g", name, value)));
    speed(state).ifPresent(speed -> rest.append("  ").append(speed));
    left(state).ifPresent(left -> rest.append("  ").append(left));
    return rest.toString();
  }

  /** As a clock shows it: 0:42, 12:05, 3:07:09. */
  public static String clock(Duration time) {
    long hours = time.toHours();
    String minutes =
        hours > 0
            ? String.format(Locale.ROOT, "%d:%02d", hours, time.toMinutesPart())
            : "" + time.toMinutes();
    return String.format(Locale.ROOT, "%s:%02d", minutes, time.toSecondsPart());
  }
}
