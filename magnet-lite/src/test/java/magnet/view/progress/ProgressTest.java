package magnet.view.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

  private final StringBuilder shown = new StringBuilder();
  private long now;

  private static ProgressState state(long done) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("mntp", 3.21449);
    losses.put("sscl", 0.41);
    return new ProgressState(
        "adapting", done, 300, losses, 8912.4, "tokens", Duration.ofSeconds(300 - done));
  }

  private void run(ProgressView view, long steps, long nanosPerStep) {
    for (long step = 0; step <= steps; step++) {
      view.update(state(step));
      now += nanosPerStep;
    }
  }

  @Test
  void aTerminalShowsOneLineInPlace() {
    ProgressView view = new TerminalProgress(shown::append, () -> now, 200);
    view.update(state(75));
    assertEquals(
        "\r"
            + "adapting [#####---------------] 75/300  mntp 3.214  sscl 0.4100  8,912 tokens/s "
            + " 3:45 left",
        shown.toString());
    view.close();
    view.close();
    assertEquals(1, shown.chars().filter(c -> c == '\n').count());
    assertTrue(shown.toString().endsWith("\n"));
  }

  @Test
  void aTaskThatIsSoonOverShowsNothing() {
    ProgressView view =
        Progress.patient(
            new TerminalProgress(shown::append, () -> now, 200), Duration.ofSeconds(3), () -> now);
    run(view, 290, 10_000_000); // 2.9 seconds
    view.close();
    assertEquals("", shown.toString());
  }

  @Test
  void aTaskThatLastsShowsItselfLater() {
    ProgressView view =
        Progress.patient(
            new TerminalProgress(shown::append, () -> now, 200), Duration.ofSeconds(3), () -> now);
    run(view, 300, 11_000_000); // 3.3 seconds
    view.close();
    assertTrue(shown.toString().contains("300/300"), shown.toString());
  }

  @Test
  void aTerminalIsWrittenFiveTimesASecondAtTheMost() {
    ProgressView view = new TerminalProgress(shown::append, () -> now, 200);
    run(view, 300, 10_000_000); // three seconds
    view.close();
    long lines = shown.chars().filter(c -> c == '\r').count();
    assertTrue(lines >= 15 && lines <= 17, lines + " lines");
    assertTrue(
        shown.toString().strip().endsWith("300/300  mntp 3.214  sscl 0.4100  8,912 tokens/s"));
  }

  @Test
  void aShorterLineWipesOutALongerOne() {
    ProgressView view = new TerminalProgress(shown::append, () -> now, 200);
    view.update(new ProgressState("adapting", 9, 10, Map.of(), 5, "texts", Duration.ofHours(3)));
    int longer = shown.length();
    shown.setLength(0);
    now += 1_000_000_000;
    view.update(new ProgressState("adapting", 10, 10, Map.of(), 0, "texts", null));
    assertEquals(longer, shown.length());
    assertEquals("adapting [####################] 10/10", shown.toString().strip());
  }

  @Test
  void aLineThatIsTooWideIsCut() {
    ProgressView view = new TerminalProgress(shown::append, () -> now, 40);
    view.update(state(75));
    assertEquals(39, shown.toString().substring(1).length());
  }

  @Test
  void aPipeGetsALineAtTheStartOneAMinuteAndOneAtTheEnd() {
    ProgressView view = new PipedProgress(shown::append, () -> now);
    run(view, 300, 500_000_000); // two and a half minutes
    view.close();
    view.close();
    assertEquals(
        """
        adapting 0/300 (0 %)  mntp 3.214  sscl 0.4100  8,912 tokens/s  5:00 left
        adapting 120/300 (40 %)  mntp 3.214  sscl 0.4100  8,912 tokens/s  3:00 left
        adapting 240/300 (80 %)  mntp 3.214  sscl 0.4100  8,912 tokens/s  1:00 left
        adapting 300/300 (100 %)  mntp 3.214  sscl 0.4100  8,912 tokens/s
        """,
        shown.toString());
  }

  @Test
  void theLastLineIsNotWrittenTwice() {
    ProgressView view = new PipedProgress(shown::append, () -> now);
    view.update(state(300));
    view.close();
    assertEquals(1, shown.toString().lines().count());
  }

  @Test
  void aNoteIsTheLastLineInATerminal() {
    ProgressView view = new TerminalProgress(shown::append, () -> now, 200);
    view.update(state(75));
    view.hint("Press Ctrl-C to end it.");
    view.note("Stopped after step 75.");
    view.close();
    String[] lines = shown.toString().split("\n");
    assertEquals(2, lines.length);
    assertEquals("Stopped after step 75.", lines[1]);
  }

  @Test
  void aNoteInAPipeComesBehindTheStateThatItIsAbout() {
    ProgressView view = new PipedProgress(shown::append, () -> now);
    view.update(state(1));
    view.update(state(75));
    view.note("Stopped after step 75.");
    view.close();
    assertTrue(
        shown.toString().matches("(?s)adapting 1/300.*adapting 75/300.*Stopped after step 75.\n"),
        shown.toString());
  }

  @Test
  void nothingReportedShowsNothing() {
    new PipedProgress(shown::append, () -> now).close();
    new TerminalProgress(shown::append, () -> now, 80).close();
    assertEquals("", shown.toString());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, true, xterm, TerminalProgress",
        "-, true, dumb, PipedProgress",
        "-, false, xterm, PipedProgress",
        "terminal, false, xterm, TerminalProgress",
        "piped, true, xterm, PipedProgress"
      })
  void theViewFollowsTheConsoleUnlessTheEnvironmentSaysOtherwise(
      String asked, boolean terminal, String term, String expected) {
    Map<String, String> environment = new LinkedHashMap<>(Map.of("TERM", term));
    if (asked != null) {
      environment.put("MAGNET_PROGRESS", asked);
    }
    ProgressView view = Progress.choose(environment, terminal, shown::append, () -> now);
    assertEquals(expected, view.getClass().getSimpleName());
  }

  @Test
  void noProgressShowsNothing() {
    ProgressView view =
        Progress.choose(Map.of("MAGNET_PROGRESS", "none"), true, shown::append, () -> now);
    run(view, 300, 1_000_000_000);
    view.close();
    assertEquals("", shown.toString());
  }

  @Test
  void anUnknownWayIsRefused() {
    Map<String, String> environment = Map.of("MAGNET_PROGRESS", "loud");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Progress.choose(environment, true, shown::append, () -> now))
            .getMessage();
    assertTrue(message.contains("MAGNET_PROGRESS is \"loud\""), message);
  }

  @Test
  void theConsoleHasAView() {
    assertInstanceOf(ProgressView.class, Progress.toConsole());
  }

  @Test
  void aNotebookShowsProgressInTheCellThatRuns() {
    try {
      Progress.inNotebook(() -> Optional.of((output, text) -> shown.append(text)));
      assumeTrue(System.getenv("MAGNET_PROGRESS") == null, "MAGNET_PROGRESS overrules it");
      assertInstanceOf(LiveProgress.class, Progress.usual());
      Progress.inNotebook(Optional::empty);
      assertEquals(Progress.toConsole().getClass(), Progress.usual().getClass());
    } finally {
      Progress.inNotebook(Optional::empty);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "42, 0:42", "725, 12:05", "11229, 3:07:09", "360000, 100:00:00"})
  void timeIsShownAsByAClock(long seconds, String clock) {
    assertEquals(clock, ProgressLine.clock(Duration.ofSeconds(seconds)));
  }

  @Test
  void impossibleStatesAreRefused() {
    Map<String, Double> none = Map.of();
    assertThrows(
        IllegalArgumentException.class, () -> new ProgressState("a", 2, 1, none, 0, "b", null));
    assertThrows(
        IllegalArgumentException.class, () -> new ProgressState("a", 0, 0, none, 0, "b", null));
    assertThrows(
        IllegalArgumentException.class, () -> new ProgressState("a", 0, 1, none, -1, "b", null));
    Duration negative = Duration.ofSeconds(-1);
    assertThrows(
        IllegalArgumentException.class, () -> new ProgressState("a", 0, 1, none, 0, "b", negative));
  }
}
