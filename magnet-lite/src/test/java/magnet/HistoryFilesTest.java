package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training's losses in files for other programs. */
class HistoryFilesTest {

  @Test
  void aTrainingIsWrittenAsJsonLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.jsonl");
    try (Magnet base = Magnet.load(TinyCheckpoint.in(folder.resolve("base")));
        Magnet model =
            Magnet.adapt(base)
                .on(Corpus.of(List.of("the cat sat down", "a dog ran to the garden")))
                .steps(3)
                .batch(2)
                .maxTokens(32)
                .heldOut(Corpus.of(List.of("a bird flew away")))
                .evaluateEvery(2)
                .quiet()
                .train()) {
      History history = model.history().save(file.toString());
      List<JsonObject> lines =
          Files.readAllLines(file).stream()
              .map(line -> JsonParser.parseString(line).getAsJsonObject())
              .toList();
      assertEquals(history.rows().size(), lines.size());
      JsonObject last = lines.get(lines.size() - 1);
      assertEquals(3, last.get("step").getAsInt());
      assertEquals(
          history.loss("mntp").orElseThrow(),
          last.getAsJsonObject("losses").get("mntp").getAsDouble());
      assertTrue(last.get("tokens-per-second").getAsDouble() > 0);
      long told = lines.stream().skip(1).mapToLong(line -> line.get("tokens").getAsLong()).sum();
      assertEquals(OptionalLong.of(told), history.tokens());
      double seconds =
          lines.stream()
              .skip(1)
              .mapToDouble(
                  line ->
                      line.get("tokens").getAsLong() / line.get("tokens-per-second").getAsDouble())
              .sum();
      assertEquals(seconds, history.time().orElseThrow().toMillis() / 1e3, 2e-3);
      History again = History.load(file);
      assertEquals(history.rows(), again.rows());
      assertEquals(history.toString(), again.toString());
      assertTrue(again.isComplete());
    }
  }

  @Test
  void tokensAreThoseOfAllViews(@TempDir Path folder) {
    List<String> texts = List.of("the cat sat down", "a dog ran to the garden");
    try (Magnet base = Magnet.load(TinyCheckpoint.in(folder.resolve("base")));
        Magnet model =
            Magnet.adapt(base)
                .on(Corpus.of(texts))
                .objectives(Objective.mntp(1), Objective.msg(1))
                .steps(3)
                .batch(2)
                .quiet()
                .train()) {
      long once = texts.stream().mapToLong(text -> base.frame().document(text).length()).sum();
      assertEquals(OptionalLong.of(3 * once), model.history().tokens(), "both read one view");
    }
  }

  @Test
  void aHistoryOfAnOlderVersionTellsNoTokens(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("log.jsonl"),
            "{\"step\":1,\"losses\":{\"msg\":3},\"held-out\":{},\"tokens-per-second\":9}\n");
    History old = History.load(file);
    assertEquals(OptionalLong.empty(), old.tokens());
    assertEquals(Optional.empty(), old.time());
    assertTrue(old.table().column("tokens").isMissing(0));
  }

  @Test
  void whatIsNoHistoryIsRefusedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.jsonl");
    Files.writeString(file, "{\"step\":0,\"losses\":{},\"held-out\":{}}\n{\"step\":1}\n");
    String refused =
        assertThrows(IllegalArgumentException.class, () -> History.load(file)).getMessage();
    assertTrue(refused.contains("log.jsonl, line 2") && refused.contains("losses"), refused);
    assertThrows(UncheckedIOException.class, () -> History.load(folder.resolve("none.jsonl")));
  }
}
