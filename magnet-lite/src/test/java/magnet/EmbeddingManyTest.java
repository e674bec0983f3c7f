package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.UnusableTexts;
import magnet.infer.encoding.Encoder;
import magnet.search.NearestTexts;
import magnet.search.TextClusters;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Many texts at once: their batches, those that are too long, progress, search and tables. */
class EmbeddingManyTest {

  @TempDir static Path folder;

  private static Magnet model;

  @BeforeAll
  static void load() {
    model = Magnet.load(TinyCheckpoint.in(folder), Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "the cat " + i + " sat".repeat(i % 7)).toList();
  }

  @Test
  void batchesOfAnySizeGiveTheSameVectors() {
    List<String> texts = texts(23);
    float[][] usual = model.embed(texts).vectors();
    for (int batch : new int[] {1, 4, 100}) {
      float[][] found = model.embed(texts, Encoding.magnet().batch(batch)).vectors();
      for (int i = 0; i < usual.length; i++) {
        assertArrayEquals(usual[i], found[i], 1e-4f, "batch " + batch + ", text " + i);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> Encoding.magnet().batch(-1));
  }

  @Test
  void aBatchHasNoMoreTextsThanAskedFor() {
    assertEquals(
        List.of(0L, 5L, 10L, 12L),
        progressOf(texts(12), Encoding.magnet().batch(5)).stream()
            .map(ProgressState::done)
            .toList());
  }

  private static List<ProgressState> progressOf(List<String> texts, Encoding how) {
    List<ProgressState> states = new ArrayList<>();
    Encoder encoder = model.encoder(how);
    encoder.encode(
        texts,
        new ProgressView() {
          @Override
          public void update(ProgressState state) {
            states.add(state);
          }

          @Override
          public void note(String sentence) {
            throw new AssertionError(sentence);
          }

          @Override
          public void close() {
            // There is nothing to end.
          }
        });
    assertTrue(states.get(states.size() - 1).finished());
    return states;
  }

  @Test
  void aTextThatIsTooLongIsRefusedByPlaceAndLengthOrCut() {
    String tooLong = "the cat sat ".repeat(80).strip();
    List<String> texts = List.of("a dog", tooLong, "the end");
    String said =
        assertThrows(UnusableTexts.class, () -> model.embed(texts, Encoding.magnet())).getMessage();
    assertTrue(
        said.startsWith("1 of 3 texts cannot be used, counted from 0: 1 (of text 1: "), said);
    assertTrue(said.matches(".* has \\d{3} tokens, expected 96 at most.*"), said);

    for (Pooling pooling : Pooling.values()) {
      Encoding cutting = Encoding.magnet().pooling(pooling).truncated();
      float[][] cut = model.embed(texts, cutting).vectors();
      float[] longer = model.embed(List.of(tooLong + " and more"), cutting).vectors()[0];
      assertArrayEquals(cut[1], longer, 1e-5f, "of both the same beginning counts");
      assertArrayEquals(
          model.embed(texts.subList(0, 1), Encoding.magnet().pooling(pooling)).vectors()[0],
          cut[0],
          1e-4f,
          "what is short enough stays whole");
    }
  }

  @Test
  void anInstructionThatLeavesATextNoTokenIsRefused() {
    Encoding how = Encoding.magnet().instruction("the cat sat ".repeat(80)).truncated();
    String said =
        assertThrows(IllegalArgumentException.class, () -> model.embed(List.of("a dog"), how))
            .getMessage();
    assertTrue(said.contains("has no place there"), said);
  }

  @Test
  void anEmptyTextIsNamedByItsPlace() {
    String said =
        assertThrows(UnusableTexts.class, () -> model.embed(List.of("a", "b", ""))).getMessage();
    assertTrue(said.startsWith("1 of 3 texts cannot be used, counted from 0: 2 (of text 2"), said);
  }

  @Test
  void whatIsOverInASecondShowsNothing() {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      model.embed("the cat");
    } finally {
      System.setOut(before);
    }
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void searchPairsAndGroups() {
    List<String> texts = texts(40);
    Embeddings found = model.embed(texts);
    NearestTexts nearest = found.nearest(List.of(texts.get(3), texts.get(17)), 4);
    assertEquals(texts.get(3), nearest.of(0).get(0));
    assertEquals(texts.get(17), nearest.of(1).get(0));
    assertEquals(8, nearest.table().rowCount());
    // Random weights make all texts alike: which is nearest is decided by less than a byte tells.
    float cosine = found.int8().nearest(List.of(texts.get(17)), 5).hits().cosines()[0][0];
    assertEquals(1, cosine, 0.01);
    assertEquals(40, found.binary().nearest(List.of("a dog"), 99).of(0).size());
    assertEquals("40 texts in binary, 320 bytes", found.binary().toString());
    assertEquals(40 * 39 / 2, found.pairs(-1).pairs().size());
    TextClusters groups = found.clusters(3);
    assertEquals(3, groups.size());
    assertEquals(40, found.map(groups.labels()).table().rowCount());
  }

  @Test
  void aFileMayBeNamedByAText(@TempDir Path place) throws IOException {
    String vectors = place.resolve("v.npz").toString();
    Embeddings found = model.embed("the cat", "a dog").save(vectors);
    Embeddings again = Embeddings.load(vectors, model, found.options());
    assertArrayEquals(found.vectors()[1], again.vectors()[1]);
    String tokens = place.resolve("t.npz").toString();
    int count = model.tokens("the cat").save(tokens).size();
    assertEquals(count, TokenEmbeddings.load(tokens, "the cat", model).size());
    String saved = place.resolve("model").toString();
    model.save(saved);
    assertTrue(Files.exists(Path.of(saved, "config.json")));
    String lines = Files.writeString(place.resolve("lines.txt"), "the cat\na dog\n").toString();
    assertEquals(2, Corpus.lines(lines).size());
  }

  @Test
  void aColumnIsEmbeddedAndResultsJoinOntoItsTable() {
    Table table =
        Table.create(
            "mine",
            StringColumn.create("text", texts(5)),
            DoubleColumn.create("Cosine", new double[] {1, 2, 3, 4, 5}));
    Embeddings found = model.embed(table.stringColumn("text"));
    Table joined = found.onto(table);
    assertEquals(List.of("text", "Cosine", "nearest", "cosine (2)"), joined.columnNames());
    assertEquals(found.table().column("nearest").asList(), joined.column("nearest").asList());
  }
}
