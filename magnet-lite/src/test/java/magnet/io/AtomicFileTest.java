package magnet.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process left goes; what a living one writes stays. */
class AtomicFileTest {

  @TempDir Path folder;

  private List<String> parts() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.endsWith(".part"))
          .toList();
    }
  }

  private Process writer(Path file) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                SlowWriter.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals('h', process.getInputStream().read(), "it has written half");
    return process;
  }

  @Test
  void aLivingWriterIsLeftAlone() throws IOException, InterruptedException {
    Process process = writer(folder.resolve("slow"));
    try {
      AtomicFile.write(folder.resolve("other"), "other");
      assertEquals(1, parts().size());
      assertFalse(Files.exists(folder.resolve("slow")));
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertEquals(0, process.waitFor());
      assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(folder.resolve("slow")));
      assertEquals(List.of(), parts());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatAKilledWriterLeftGoesWithTheNextFile() throws IOException, InterruptedException {
    Process process = writer(folder.resolve("slow"));
    process.destroyForcibly().waitFor();
    assertEquals(1, parts().size());
    Files.writeString(folder.resolve(".somebody-elses.part"), "not ours");
    AtomicFile.write(folder.resolve("other"), "other");
    assertEquals(List.of(".somebody-elses.part"), parts());
  }

  @Test
  void filesThatAreWrittenAtOnceInOneProcessDoNotDisturbOneAnother() throws IOException {
    AtomicFile.write(
        folder.resolve("outer"),
        channel -> {
          AtomicFile.write(folder.resolve("inner"), "inner");
          AtomicFile.writeFully(channel, java.nio.ByteBuffer.wrap(new byte[] {7}));
        });
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(folder.resolve("outer")));
    assertTrue(Files.exists(folder.resolve("inner")));
    assertEquals(List.of(), parts());
  }
}
