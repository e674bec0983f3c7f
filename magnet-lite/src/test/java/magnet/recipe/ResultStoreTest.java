package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.eval.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured is found again with all that is known of it. */
class ResultStoreTest {

  private static final ResultStore.Key KEY =
      new ResultStore.Key("sts", "MAGNET", Optional.of(1L), "candidate", "task");

  private static final ResultStore.Measured MEASURED =
      new ResultStore.Measured(
          List.of(
              Score.higher("Spearman", 70.5).pooled("weighted mean").within(60, 80),
              Score.lower("perplexity", 3)),
          1.5);

  @TempDir Path folder;

  private ResultStore store() {
    return new ResultStore(new RunFolder(folder, List.of("MAGNET")));
  }

  @Test
  void poolingsIntervalsAndTheTimeItTookAreKept() {
    store().save(KEY, MEASURED);
    assertEquals(Optional.of(MEASURED), store().find(KEY));
    ResultStore.Key other =
        new ResultStore.Key("sts", "MAGNET", Optional.of(1L), "candidate", "another");
    assertEquals(Optional.empty(), store().find(other));
  }

  @Test
  void whatWasKeptBeforePoolingsHadAFieldIsMeasuredAgain() throws IOException {
    store().save(KEY, MEASURED);
    Path file;
    try (Stream<Path> files = Files.walk(folder)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\\s*\"form\": \\d+,", ""));
    assertEquals(Optional.empty(), store().find(KEY));
  }
}
