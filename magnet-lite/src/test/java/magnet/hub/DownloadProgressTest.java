package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {

  private final List<ProgressState> shown = new ArrayList<>();
  private long now;

  private final DownloadProgress progress =
      new DownloadProgress(
          new ProgressView() {
            @Override
            public void update(ProgressState state) {
              shown.add(state);
            }

            @Override
            public void note(String sentence) {
              throw new AssertionError("a download has nothing to note: " + sentence);
            }

            @Override
            public void close() {
              shown.add(null);
            }
          },
          "org/name",
          100_000_000,
          () -> now);

  private ProgressState last() {
    return shown.get(shown.size() - 1);
  }

  @Test
  void sizeSpeedAndTimeLeft() {
    progress.found(20_000_000); // from an earlier attempt: done, but not fast
    assertNull(last().left());
    for (int second = 0; second <= 4; second++) {
      now = second * 1_000_000_000L;
      progress.received(5_000_000);
    }
    assertEquals("org/name, MB", last().title());
    assertEquals(45, last().done());
    assertEquals(100, last().total());
    assertEquals(5, last().unitsPerSecond(), 1e-9);
    assertEquals(Duration.ofSeconds(11), last().left());
  }

  @Test
  void anEarlySpeedIsForgotten() {
    for (int second = 0; second <= 40; second++) {
      now = second * 1_000_000_000L;
      progress.received(second < 20 ? 100_000 : 1_000_000);
    }
    assertEquals(1, last().unitsPerSecond(), 0.05);
  }

  @Test
  void theEndIsTheEndWhateverWasThrownAway() {
    progress.received(60_000_000);
    progress.found(-60_000_000);
    assertEquals(0, last().done());
    progress.received(100_000_000);
    assertTrue(last().finished());
    progress.close();
    assertNull(last());
  }
}
