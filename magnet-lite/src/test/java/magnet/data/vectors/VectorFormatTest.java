package magnet.data.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import magnet.io.LfsPointerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files beside this class were written by NumPy 2.4. */
class VectorFormatTest {

  private static final float[][] VECTORS = {
    {0.1f, -2.5f, 3.0e-8f}, {Float.NaN, Float.POSITIVE_INFINITY, 1 / 3f}
  };
  private static final List<String> TEXTS =
      List.of("The cat, \"naps\".", "K\u00fcche \ud83d\udc08");
  private static final Set<String> NONE = Set.of();

  @TempDir Path folder;

  private static Path fromNumpy(String name) throws URISyntaxException {
    return Path.of(VectorFormatTest.class.getResource(name).toURI());
  }

  private static LabelledVectors read(Path file) {
    return VectorFormat.of(file).read(file, NONE, NONE);
  }

  private Path written(String name, LabelledVectors vectors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorFormat.of(Path.of(name)).write(vectors, bytes);
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static void assertRefused(
      String part, Path file, Set<String> texts, Set<String> numbers) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> VectorFormat.of(file).read(file, texts, numbers))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vectors.npy", "vectors.npz", "single.npz", "fortran64.npy", "version2.npy"})
  void vectorsOfNumpyAreRead(String name) throws URISyntaxException {
    assertArrayEquals(VECTORS, read(fromNumpy(name)).vectors());
  }

  @Test
  void columnsOfNumpyAreRead() throws URISyntaxException {
    Path file = fromNumpy("vectors.npz");
    LabelledVectors read = VectorFormat.of(file).read(file, Set.of("text"), Set.of("id"));
    assertEquals(TEXTS, read.texts().get("text"));
    assertArrayEquals(new int[] {7, -1}, read.numbers().get("id"));
  }

  @Test
  void whatIsWrittenIsNumpysOwnToTheByte() throws IOException, URISyntaxException {
    Path written = written("a.npy", new LabelledVectors(Map.of(), Map.of(), VECTORS));
    assertArrayEquals(Files.readAllBytes(fromNumpy("vectors.npy")), Files.readAllBytes(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.csv", "A.CSV"})
  void vectorsAndColumnsComeBackAsTheyWere(String name) throws IOException {
    List<String> texts = List.of(" a,\"b\"\nc ", "", "\ud83d\udc08", "1", "plain");
    int[] numbers = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 5};
    float[][] vectors = {
      {Float.MIN_VALUE, -Float.MAX_VALUE},
      {-0f, Float.NaN},
      {Float.NEGATIVE_INFINITY, 1e-30f},
      {0.1f, 16777217f},
      {1, 2}
    };
    Path file =
        written(name, new LabelledVectors(Map.of("text", texts), Map.of("id", numbers), vectors));
    LabelledVectors read = VectorFormat.of(file).read(file, Set.of("text"), Set.of("id"));
    assertEquals(texts, read.texts().get("text"));
    assertArrayEquals(numbers, read.numbers().get("id"));
    assertArrayEquals(bits(vectors), bits(read.vectors()));
    assertEquals(Map.of(), read(file).texts());
  }

  @Test
  void anyTextComesBackFromCsvAsItWas() throws IOException {
    List<String> pieces =
        List.of("a", "#", "=", "-", " ", ",", "\"", "\n", "\r", "\r\n", "\t", "\1", "\ufeff");
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      texts.add(
          random
              .ints(random.nextInt(5), 0, pieces.size())
              .mapToObj(pieces::get)
              .collect(Collectors.joining()));
    }
    float[][] vectors = new float[texts.size()][1];
    Path file = written("a.csv", new LabelledVectors(Map.of("text", texts), Map.of(), vectors));
    assertEquals(texts, VectorFormat.of(file).read(file, Set.of("text"), NONE).texts().get("text"));
  }

  @Test
  void whatATextFileCannotHoldIsRefusedWhenItIsWritten() {
    LabelledVectors vectors =
        new LabelledVectors(Map.of("text", List.of("a\0b")), Map.of(), new float[][] {{1}});
    assertThrows(IllegalArgumentException.class, () -> written("a.csv", vectors));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aTableOfOthersIsReadWhateverItsLineEnds(String end) throws IOException {
    String table =
        String.join(end, "text, d1", "#rain is coming,1", "", " a b , 2 ", "\"c\" ,3", "");
    Path file = Files.writeString(folder.resolve("a.csv"), table);
    LabelledVectors read = VectorFormat.of(file).read(file, Set.of("text"), NONE);
    assertEquals(List.of("#rain is coming", "a b", "c"), read.texts().get("text"));
    assertArrayEquals(new float[][] {{1}, {2}, {3}}, read.vectors());
  }

  @Test
  void aWrongQuoteIsRefusedWithItsLine() throws IOException {
    for (String table :
        List.of(
            "text,d1\n\"a\nb\",1\nc \"d\",1\n",
            "text,d1\n\"a\nb\",1\n\"c\" d,1\n",
            "text,d1\r\n\"a\r\nb\",1\r\n\"c,1\r\n\r\n")) {
      Path file = Files.writeString(folder.resolve("a.csv"), table);
      assertRefused("a.csv, line 4: a quote is not closed", file, Set.of("text"), NONE);
    }
  }

  private static int[][] bits(float[][] vectors) {
    return Arrays.stream(vectors)
        .map(
            vector -> {
              int[] bits = new int[vector.length];
              Arrays.setAll(bits, i -> Float.floatToIntBits(vector[i]));
              return bits;
            })
        .toArray(int[][]::new);
  }

  @Test
  void aWideTableIsRead() throws IOException {
    float[][] wide = new float[2][5000];
    wide[1][4999] = 3;
    Path file = written("wide.csv", new LabelledVectors(Map.of(), Map.of(), wide));
    assertArrayEquals(wide, read(file).vectors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "integers.npy; it holds <i8 of shape [2, 3], not vectors as float32 or float64",
        "pickled.npy; it holds |O of shape [1], not vectors"
      })
  void otherArraysAreRefused(String name, String reason) throws URISyntaxException {
    assertRefused(reason, fromNumpy(name), NONE, NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npy", "a.npz", "a.csv"})
  void whatGitLeavesInPlaceOfAFileIsRefusedAsSuch(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), LfsPointerTest.POINTER);
    assertRefused("is a Git LFS pointer", file, NONE, NONE);
  }

  @Test
  void absentColumnsAreRefused() throws IOException, URISyntaxException {
    assertRefused(
        "it has no array \"title\"; it has [vectors, text, id]",
        fromNumpy("vectors.npz"),
        Set.of("title"),
        NONE);
    assertRefused("can hold vectors alone", fromNumpy("vectors.npy"), Set.of("text"), NONE);
    assertRefused(
        "the array \"text\": it holds <U16 of shape [2], not whole numbers",
        fromNumpy("vectors.npz"),
        NONE,
        Set.of("text"));
    Path table = Files.writeString(folder.resolve("a.csv"), "text,d1\na,1\n");
    assertRefused("lacks one of the columns [id, d1]; its header is", table, NONE, Set.of("id"));
  }

  @Test
  void brokenFilesAreRefused() throws IOException, URISyntaxException {
    assertRefused(
        "does not begin as NumPy's files do",
        Files.writeString(folder.resolve("a.npy"), "1,2"),
        NONE,
        NONE);
    byte[] whole = Files.readAllBytes(fromNumpy("vectors.npy"));
    Path cut = Files.write(folder.resolve("b.npy"), Arrays.copyOf(whole, whole.length - 1));
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> read(cut))
            .getMessage()
            .contains("ends before its last number"));
    assertRefused(
        "a.csv, line 3: column d2 is \"x\", not a number",
        Files.writeString(folder.resolve("a.csv"), "d1,d2\n1,2\n3,x\n"),
        NONE,
        NONE);
    assertRefused(
        "c.csv, line 2: column id is \"1.5\", not a whole number",
        Files.writeString(folder.resolve("c.csv"), "id,d1\n1.5,2\n"),
        NONE,
        Set.of("id"));
    assertRefused(
        "d.csv is no file of vectors",
        Files.writeString(folder.resolve("d.csv"), "d1,d2\n"),
        NONE,
        NONE);
    Path absent = folder.resolve("absent.npz");
    assertThrows(UncheckedIOException.class, () -> read(absent));
  }

  @Test
  void anUnknownEndingIsRefusedWithTheList() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> VectorFormat.of(Path.of("x", "a.parquet")))
            .getMessage();
    assertTrue(message.contains("a.parquet ends in none of [.npy, .npz, .csv]"), message);
  }

  @Test
  void vectorsOfDifferentLengthAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledVectors(Map.of(), Map.of(), new float[][] {{1}, {1, 2}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledVectors(Map.of("text", List.of()), Map.of(), new float[][] {{1}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledVectors(Map.of(), Map.of(), new float[0][]));
  }
}
