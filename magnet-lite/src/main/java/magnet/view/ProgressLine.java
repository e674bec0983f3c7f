package magnet.view;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The one line of text that tells a progress; ASCII, as not every terminal has more. */
final class ProgressLine {

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
    return "%s %s (%d %%)%s".formatted(state.title(), count(state), percent, rest(state));
  }

  private static String count(ProgressState state) {
    return String.format(Locale.ROOT, "%,d/%,d", state.done(), state.total());
  }

  private static String rest(ProgressState state) {
    StringBuilder rest = new StringBuilder();
    if (!state.values().isEmpty()) {
      rest.append("  ")
          .append(
              state.values().entrySet().stream()
                  .map(ProgressLine::value)
                  .collect(Collectors.joining("  ")));
    }
    if (state.unitsPerSecond() > 0) {
      String speed = state.unitsPerSecond() < 10 ? "%,.1f" : "%,.0f";
      rest.append("  ")
          .append(String.format(Locale.ROOT, speed, state.unitsPerSecond()))
          .append(' ')
          .append(state.unit())
          .append("/s");
    }
    if (state.left() != null && !state.finished()) {
      rest.append("  ").append(clock(state.left())).append(" left");
    }
    return rest.toString();
  }

  private static String value(Map.Entry<String, Double> value) {
    return value.getKey() + " " + String.format(Locale.ROOT, "%.4g", value.getValue());
  }

  /** As a clock shows it: 0:42, 12:05, 3:07:09. */
  static String clock(Duration time) {
    long hours = time.toHours();
    String minutes =
        hours > 0 ? "%d:%02d".formatted(hours, time.toMinutesPart()) : "" + time.toMinutes();
    return "%s:%02d".formatted(minutes, time.toSecondsPart());
  }
}
