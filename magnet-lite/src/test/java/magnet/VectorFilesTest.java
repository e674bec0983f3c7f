package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Embeddings go out to files and tables, and come back. */
class VectorFilesTest {

  @TempDir static Path checkpoint;

  private static Magnet model;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    model = Magnet.load(TinyCheckpoint.in(checkpoint), Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void assertRefused(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e.npz", "e.csv"})
  void embeddingsComeBackWithTheirTexts(String name) {
    Path file = folder.resolve("new").resolve(name);
    Embeddings saved = model.embed("the cat", "a dog, asleep", "#rain is coming").save(file);
    Embeddings loaded = Embeddings.load(file, model, saved.options());
    assertEquals(saved.texts(), loaded.texts());
    assertArrayEquals(saved.vectors(), loaded.vectors());
    assertEquals("the cat", loaded.nearest("the cat", 1).nearest().get(0).text());
  }

  @Test
  void vectorsAloneComeBackWithTextsThatAreGiven() {
    Path file = folder.resolve("e.npy");
    Embeddings saved = model.embed("the cat", "a dog").save(file);
    Encoding how = saved.options();
    assertArrayEquals(saved.vectors(), Embeddings.load(file, saved.texts(), model, how).vectors());
    assertRefused("can hold vectors alone", () -> Embeddings.load(file, model, how));
    assertRefused(
        "has 1 entries for 2 vectors", () -> Embeddings.load(file, List.of("the cat"), model, how));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.npz", "t.csv"})
  void tokensComeBackWithTheirRanges(String name) {
    Path file = folder.resolve(name);
    TokenEmbeddings saved = model.embed("x").tokens("the cat sat").save(file);
    TokenEmbeddings loaded = TokenEmbeddings.load(file, "the cat sat", model);
    assertEquals(saved.texts(), loaded.texts());
    assertArrayEquals(saved.vectors(), loaded.vectors());
    assertRefused("of a text of 3 chars", () -> TokenEmbeddings.load(file, "the", model));
  }

  @Test
  void tablesComeBack() {
    Embeddings saved = model.embed("the cat", "a dog");
    Table table = saved.vectorTable();
    assertEquals(List.of("text", "d1", "d2"), table.columnNames().subList(0, 3));
    assertArrayEquals(saved.vectors(), Embeddings.of(table, model, saved.options()).vectors());
    TokenEmbeddings tokens = saved.tokens("the cat");
    assertArrayEquals(
        tokens.vectors(), TokenEmbeddings.of(tokens.vectorTable(), "the cat", model).vectors());
    assertRefused(
        "has no StringColumn text",
        () -> Embeddings.of(tokens.vectorTable(), model, saved.options()));
  }

  @Test
  void vectorsOfAnotherModelAreRefused() {
    Embeddings saved = model.embed("the cat");
    Path file = folder.resolve("e.npz");
    saved.truncated(8).save(file);
    assertRefused(
        "have 8 dimensions, but the model makes 32",
        () -> Embeddings.load(file, model, saved.options()));
    assertEquals(8, Embeddings.load(file, model, saved.options().dimensions(8)).dimensions());
  }

  @Test
  void anUnknownEndingIsRefusedAndWritesNothing() throws IOException {
    Embeddings embeddings = model.embed("the cat");
    assertRefused(
        "ends in none of [.npy, .npz, .csv]", () -> embeddings.save(folder.resolve("e.parquet")));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
