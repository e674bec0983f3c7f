package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.io.LfsPointerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("text.txt"), bytes);
  }

  private static List<String> lines(TextFile file) {
    List<String> lines = new ArrayList<>();
    file.forEachLine(
        (number, begin, length, text) -> {
          assertEquals(lines.size() + 1, number);
          assertEquals(text, file.text(begin, length));
          lines.add(text);
        });
    return lines;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 7, 1000})
  void linesAreTheSameHoweverTheFileIsMapped(long segment) throws IOException {
    String text = "\uFEFFé\r\n\n日本 😀\nlast";
    Path path = file(text.getBytes(StandardCharsets.UTF_8));
    TextFile mapped = TextFile.open(path, segment);
    assertEquals(List.of("é", "", "日本 😀", "last"), lines(mapped));
    assertEquals(text.substring(1), mapped.text());
  }

  @Test
  void linesLongerThanABlockAreWhole() throws IOException {
    String line = "abcdefghij".repeat(250_000);
    Path path = file((line + "\n" + line + "x\n").getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(line, line + "x"), lines(TextFile.open(path)));
  }

  @ParameterizedTest
  @CsvSource({"c3 28, not UTF-8", "ff fe 41 00, not UTF-8", "ed a0 80, not UTF-8", "41 00, NUL"})
  void whatIsNotTextIsRefusedWithItsLine(String hex, String reason) throws IOException {
    byte[] bytes = ("fine\n" + " ".repeat(hex.split(" ").length)).getBytes(StandardCharsets.UTF_8);
    String[] wrong = hex.split(" ");
    for (int i = 0; i < wrong.length; i++) {
      bytes[5 + i] = (byte) Integer.parseInt(wrong[i], 16);
    }
    TextFile file = TextFile.open(file(bytes));
    String message = assertThrows(IllegalArgumentException.class, () -> lines(file)).getMessage();
    assertTrue(message.contains("text.txt, line 2: "), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void theReplacementCharacterItselfIsText() throws IOException {
    Path path = file("a\uFFFDb".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("a\uFFFDb"), lines(TextFile.open(path)));
  }

  @Test
  void aPointerOfGitIsNoText() throws IOException {
    Path path = file(LfsPointerTest.POINTER.getBytes(StandardCharsets.UTF_8));
    String message =
        assertThrows(IllegalArgumentException.class, () -> TextFile.open(path)).getMessage();
    assertTrue(message.contains("text.txt is a Git LFS pointer"), message);
  }

  @Test
  void whatCannotBeReadSaysWhy() {
    Path missing = folder.resolve("missing.txt");
    String message =
        assertThrows(UncheckedIOException.class, () -> TextFile.open(missing)).getMessage();
    assertTrue(message.contains("missing.txt cannot be read: there is no such file"), message);
    message = assertThrows(UncheckedIOException.class, () -> TextFile.open(folder)).getMessage();
    assertTrue(message.contains("it is a folder"), message);
  }
}
