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

  private static final List<Score> SCORES =
      List.of(
          Score.higher("Spearman", 70.5).pooled("weighted mean").within(60, 80),
          Score.lower("perplexity", 3));

  @TempDir Path folder;

  private ResultStore store() {
    return new ResultStore(new RunFolder(folder, List.of("MAGNET")));
  }

  @Test
  void poolingsAndIntervalsAreKept() {
    store().save(KEY, SCORES, 1);
    assertEquals(Optional.of(SCORES), store().find(KEY));
    ResultStore.Key other =
        new ResultStore.Key("sts", "MAGNET", Optional.of(1L), "candidate", "another");
    assertEquals(Optional.empty(), store().find(other));
  }

  @Test
  void whatWasKeptBeforePoolingsHadAFieldIsMeasuredAgain() throws IOException {
    store().save(KEY, SCORES, 1);
    Path file;
    try (Stream<Path> files = Files.walk(folder)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\\s*\"form\": \\d+,", ""));
    assertEquals(Optional.empty(), store().find(KEY));
  }
}
