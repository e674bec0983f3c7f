package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.eval.Perplexity;
import magnet.eval.Score;
import magnet.infer.Likelihood;
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
              Score.lower("perplexity", 3),
              Perplexity.score("perplexity, left only", List.of(of(-2), of(-3), of(-7)))),
          1.5);

  private static Likelihood of(double log) {
    return new Likelihood(log, 2);
  }

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
  void drawsStandInOneLineAndDamagedOnesAreRefused() throws IOException {
    store().save(KEY, MEASURED);
    Path file = file();
    List<String> lines = Files.readAllLines(file);
    List<String> draws = lines.stream().filter(line -> line.contains("\"draws\"")).toList();
    assertEquals(1, draws.size());
    assertEquals(1000, draws.get(0).strip().split(" ").length - 1); // the first is the key
    String kept = Files.readString(file);
    Files.writeString(file, kept.replaceFirst("\"draws\": \"", "$0x "));
    assertRefused("is not a result that a run wrote (For input string: \"x\")");
    Files.writeString(file, kept.replaceFirst("\"draws\": \"[0-9.]+ ", "\"draws\": \""));
    assertRefused("is not a result that a run wrote (it has 999 draws, expected 1000)");
    Files.writeString(file, kept.replaceFirst("\"items\": \\d+,", ""));
    assertRefused("is not a result that a run wrote");
  }

  @Test
  void whatWasKeptBeforePoolingsHadAFieldIsMeasuredAgain() throws IOException {
    store().save(KEY, MEASURED);
    Path file = file();
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\\s*\"form\": \\d+,", ""));
    assertEquals(Optional.empty(), store().find(KEY));
  }

  private void assertRefused(String words) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> store().find(KEY));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
