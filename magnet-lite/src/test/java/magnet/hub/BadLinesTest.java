package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadLinesTest extends HubTest {

  @Test
  void aDownloadThatIsCutFiftyTimesEndsCompleteAndIdentical() throws IOException {
    AtomicInteger cuts = new AtomicInteger();
    Random random = new Random(7);
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public int sent(HttpExchange call, int bytes) {
            if (cuts.get() >= 50 || bytes < 1000) {
              return bytes;
            }
            cuts.incrementAndGet();
            return random.nextInt(Math.min(bytes, 8_000));
          }
        });
    assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
    assertEquals(50, cuts.get());
    assertTrue(hub.calls().stream().filter(call -> call.contains("bytes=")).count() >= 45);
  }

  @Test
  void whatHasArrivedIsKeptForTheNextCall() throws IOException {
    hub.trouble(cutAfter(10_000, 1));
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::modelOfOneAttempt);
    assertTrue(error.getMessage().contains("what has arrived is kept"), error.getMessage());
    hub.trouble(FakeHub.Trouble.NONE);
    hub.calls().clear();
    assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
    List<String> ranges = hub.calls().stream().filter(call -> call.contains("bytes=")).toList();
    assertEquals(2, ranges.size(), "from the Hub and from the content network: " + ranges);
    assertTrue(ranges.get(0).endsWith("bytes=10000-"), ranges.get(0));
  }

  private Path modelOfOneAttempt() {
    Patience patience =
        new Patience(1, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(5));
    return downloads(new HubSettings(hub.endpoint(), cache, false, Optional.empty(), patience))
        .model(REPO, any -> {});
  }

  @Test
  void aServerThatKnowsNoRangesIsReadFromTheBeginning() throws IOException {
    AtomicInteger cuts = new AtomicInteger(3);
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public boolean forgetsRanges() {
            return true;
          }

          @Override
          public int sent(HttpExchange call, int bytes) {
            return bytes > 1000 && cuts.getAndDecrement() > 0 ? bytes / 2 : bytes;
          }
        });
    assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
  }

  @Test
  void aServerThatFallsSilentIsAskedAgain() throws IOException {
    AtomicInteger silences = new AtomicInteger(1);
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public boolean answers(FakeHub of, HttpExchange call) throws IOException {
            if (!call.getRequestURI().getPath().startsWith("/content/")
                || silences.getAndDecrement() <= 0) {
              return false;
            }
            call.sendResponseHeaders(200, WEIGHTS.length);
            call.getResponseBody().write(WEIGHTS, 0, 5000);
            call.getResponseBody().flush();
            sleep(2000);
            return true;
          }
        });
    Patience patience =
        new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMillis(500));
    HubSettings hasty = new HubSettings(hub.endpoint(), cache, false, Optional.empty(), patience);
    Path folder = downloads(hasty).model(REPO, any -> {});
    assertArrayEquals(WEIGHTS, Files.readAllBytes(folder.resolve("model.safetensors")));
  }

  @Test
  void aServerThatNeverSendsAByteIsGivenUp() {
    hub.trouble(cutAfter(0, Integer.MAX_VALUE));
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("4 attempts failed"), error.getMessage());
  }

  @Test
  void contentThatArrivesDamagedIsFetchedAgainAndNeverCounts() throws IOException {
    AtomicInteger damages = new AtomicInteger(1);
    FakeHub.Trouble damaging =
        new FakeHub.Trouble() {
          @Override
          public byte[] content(String path, byte[] bytes) {
            if (!FakeHub.isLarge(path) || damages.getAndDecrement() <= 0) {
              return bytes;
            }
            byte[] damaged = bytes.clone();
            damaged[1234] ^= 1;
            return damaged;
          }
        };
    hub.trouble(damaging);
    assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
    wipe(repoFolder());
    damages.set(Integer.MAX_VALUE);
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("arrived damaged twice"), error.getMessage());
    assertTrue(error.getMessage().contains(FakeHub.hash("SHA-256", WEIGHTS)), error.getMessage());
    assertEquals(2, count(repoFolder().resolve("blobs")), "the two small files");
    assertFalse(Files.exists(repoFolder().resolve("refs/main")), "not complete, so not named");
  }

  @ParameterizedTest
  @CsvSource({"299999", "300001", "5", "300000000"})
  void aSizeThatIsALieIsFoundOut(long lie) {
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public long listedSize(String path, long size) {
            return FakeHub.isLarge(path) ? lie : size;
          }
        });
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains(lie + " bytes are listed"), error.getMessage());
    assertTrue(error.getMessage().contains("300000"), error.getMessage());
  }

  @Test
  void moreBytesThanListedAreFoundOutWhereTheServerSaysNoLength() {
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public boolean answers(FakeHub of, HttpExchange call) throws IOException {
            if (!call.getRequestURI().getPath().startsWith("/content/")) {
              return false;
            }
            call.sendResponseHeaders(200, 0); // in chunks
            call.getResponseBody().write(random(400_000));
            return true;
          }
        });
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("more than the listed 300000"), error.getMessage());
  }

  @Test
  void aFileTooLargeForTheDiskIsNotBegun() {
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public long listedSize(String path, long size) {
            return FakeHub.isLarge(path) ? 1_000_000_000_000_000L : size;
          }
        });
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("needs 1000 TB more"), error.getMessage());
    assertTrue(error.getMessage().contains("are free"), error.getMessage());
    assertFalse(hub.calls().toString().contains("model.safetensors"), hub.calls().toString());
  }
}
