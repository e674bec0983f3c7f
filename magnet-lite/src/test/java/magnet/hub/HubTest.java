package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import magnet.view.progress.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A Hub with one tiny model, an empty cache, and what can go wrong. */
abstract class HubTest {

  static final Repo REPO = Repo.model("org/tiny");
  static final String TOKEN = "hf_secretSecretSecret";
  static final byte[] WEIGHTS = random(300_000);

  @TempDir Path cache;

  final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  final FakeHub hub =
      new FakeHub()
          .with("config.json", "{}")
          .with("tokenizer.json", "{\"a\": 1}")
          .with("README.md", "# not needed")
          .with("pytorch_model.bin", "pickled")
          .with("model.safetensors", WEIGHTS);

  @AfterEach
  final void stop() {
    hub.close();
  }

  HubSettings settings() {
    Patience patience =
        new Patience(4, Duration.ofMillis(2), Duration.ofSeconds(30), Duration.ofSeconds(5));
    return new HubSettings(hub.endpoint(), cache, false, HubToken.of(TOKEN), patience);
  }

  HubSettings offline() {
    return new HubSettings(hub.endpoint(), cache, true, Optional.empty(), Patience.usual());
  }

  HubDownloads downloads() {
    return downloads(settings());
  }

  HubDownloads downloads(HubSettings settings) {
    return new HubDownloads(settings, notes::add, Progress::none);
  }

  Path model() {
    return downloads().model(REPO, folder -> {});
  }

  Path repoFolder() {
    return cache.resolve("models--org--tiny");
  }

  static FakeHub.Trouble cutAfter(int bytes, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return new FakeHub.Trouble() {
      @Override
      public int sent(HttpExchange call, int all) {
        return all > 1000 && left.getAndDecrement() > 0 ? Math.min(all, bytes) : all;
      }
    };
  }

  static FakeHub.Trouble status(int status, int times, Map<String, String> headers) {
    AtomicInteger left = new AtomicInteger(times);
    return new FakeHub.Trouble() {
      @Override
      public boolean answers(FakeHub of, HttpExchange call) throws IOException {
        if (left.getAndDecrement() <= 0) {
          return false;
        }
        headers.forEach(call.getResponseHeaders()::add);
        call.sendResponseHeaders(status, -1);
        return true;
      }
    };
  }

  static FakeHub.Trouble redirect(String to) {
    return new FakeHub.Trouble() {
      @Override
      public boolean answers(FakeHub of, HttpExchange call) throws IOException {
        call.getResponseHeaders().add("Location", to);
        call.sendResponseHeaders(302, -1);
        return true;
      }
    };
  }

  static void assertFault(Runnable call, String... facts) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
    for (String fact : facts) {
      assertTrue(error.getMessage().contains(fact), error.getMessage());
    }
  }

  static String index(String... shards) {
    StringBuilder map = new StringBuilder();
    for (String shard : shards) {
      map.append(map.isEmpty() ? "" : ",").append("\"w").append(map.length()).append("\": \"");
      map.append(shard).append('"');
    }
    return "{\"weight_map\": {" + map + "}}";
  }

  static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }

  static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  static void wipe(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
