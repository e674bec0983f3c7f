package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SeveralDownloadsTest extends HubTest {

  @Test
  void severalThreadsFetchEachFileOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> task = this::model;
      for (Future<Path> each : threads.invokeAll(Collections.nCopies(4, task))) {
        assertArrayEquals(WEIGHTS, Files.readAllBytes(each.get().resolve("model.safetensors")));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, hub.calls().stream().filter("GET /content/model.safetensors"::equals).count());
  }

  @Test
  void severalProcessesDoOneAnotherNoHarm() throws Exception {
    hub.trouble(cutAfter(50_000, 8));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  DownloadProcess.class.getName(),
                  hub.endpoint().toString(),
                  cache.toString())
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor(), said);
    }
    Path folder = repoFolder().resolve("snapshots").resolve(FakeHub.COMMIT);
    assertArrayEquals(WEIGHTS, Files.readAllBytes(folder.resolve("model.safetensors")));
    assertEquals(3, count(repoFolder().resolve("blobs")));
  }

  @Test
  void anInterruptedThreadStopsSoonAndKeepsWhatCame() throws Exception {
    hub.trouble(
        new FakeHub.Trouble() {
          @Override
          public boolean answers(FakeHub of, HttpExchange call) throws IOException {
            if (!call.getRequestURI().getPath().startsWith("/content/")) {
              return false;
            }
            call.sendResponseHeaders(200, WEIGHTS.length);
            call.getResponseBody().write(WEIGHTS, 0, 5000);
            call.getResponseBody().flush();
            sleep(3000);
            return true;
          }
        });
    List<Throwable> thrown = new ArrayList<>();
    Thread thread = new Thread(this::model);
    thread.setUncaughtExceptionHandler((of, failure) -> thrown.add(failure));
    thread.start();
    Path partial =
        repoFolder()
            .resolve("blobs")
            .resolve(FakeHub.hash("SHA-256", WEIGHTS) + ".magnet.incomplete");
    for (int i = 0; i < 200 && (!Files.exists(partial) || Files.size(partial) == 0); i++) {
      sleep(20);
    }
    thread.interrupt();
    thread.join(2000);
    assertFalse(thread.isAlive());
    assertTrue(thrown.get(0).getMessage().contains("interrupted"), "" + thrown);
    assertEquals(5000, Files.size(partial));
  }
}
