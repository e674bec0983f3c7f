package magnet.data.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import magnet.data.BadRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextReadersTest {

  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private static <T extends Exception> void assertRefused(
      Class<T> type, String part, Executable read) {
    String message = assertThrows(type, read).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aSubjectIsTheHeadersFirstLineWithoutRe() throws IOException {
    file("test/sci.space/100", "From: a\nSubject: Re: RE: Caf\u00e9 in orbit\n <id@x>\n\nbody\n");
    file("test/sci.space/99", "subject:Moon \nFrom: b\n\nSubject: not this\n");
    file("test/alt.misc/7", "From: c\r\nSubject: Hi\r\n\r\nbody");
    file("test/README", "no post");
    List<LabelledText> texts =
        List.of(
            new LabelledText("Hi", "alt.misc"),
            new LabelledText("Moon", "sci.space"),
            new LabelledText("Caf\u00e9 in orbit", "sci.space"));
    assertEquals(texts, TwentyNewsgroups.read(folder));
    assertEquals(texts, TwentyNewsgroups.read(zipped()));
  }

  @Test
  void aPostWithoutSubjectIsRefusedOrCounted() throws IOException {
    file("sci.space/1", "Subject: Moon\n\nbody\n");
    file("sci.space/2", "From: b\n\nSubject: in the body\n");
    file("sci.space/3", "Subject: Re: \nLines: 3\n\nbody\n");
    Path zip = zipped();
    assertRefused(
        IllegalArgumentException.class,
        Path.of("news.zip", "sci.space", "2") + ", line 1: the post's header has no line Subject:",
        () -> TwentyNewsgroups.read(zip));
    BadRows bad = BadRows.skipped();
    assertEquals(1, TwentyNewsgroups.read(zip, bad).size());
    assertEquals(2, bad.count());
  }

  @Test
  void whatHasNoPostsIsRefused() throws IOException {
    assertRefused(
        IllegalArgumentException.class, "holds no post", () -> TwentyNewsgroups.read(folder));
    assertRefused(
        UncheckedIOException.class,
        "there is no such file",
        () -> TwentyNewsgroups.read(folder.resolve("news.zip")));
    file("20news.tar.gz", "no zip file");
    assertRefused(
        IllegalArgumentException.class,
        "is neither a zip file nor a folder; unpack it",
        () -> TwentyNewsgroups.read(folder.resolve("20news.tar.gz")));
    file("text.zip", "no zip file");
    assertThrows(
        UncheckedIOException.class, () -> TwentyNewsgroups.read(folder.resolve("text.zip")));
  }

  @Test
  void aTitleHasTheNameOfItsClass() throws IOException {
    file("title_StackOverflow.txt", "Page with LINQ?\nMap in Scala\n");
    file("label_StackOverflow.txt", "18\n13\n");
    assertEquals(
        List.of(
            new LabelledText("Page with LINQ?", "linq"), new LabelledText("Map in Scala", "scala")),
        StackOverflowTitles.read(folder));
  }

  @Test
  void malformedTitlesAreRefusedOrCounted() throws IOException {
    file("title_StackOverflow.txt", "a\nb\n\nd\n");
    file("label_StackOverflow.txt", "1\n21\n3\nsvn\n");
    assertRefused(
        IllegalArgumentException.class,
        "label_StackOverflow.txt, line 2: the label is \"21\", not a number from 1 to 20",
        () -> StackOverflowTitles.read(folder));
    BadRows bad = BadRows.skipped();
    assertEquals(
        List.of(new LabelledText("a", "wordpress")), StackOverflowTitles.read(folder, bad));
    assertEquals(3, bad.count());
    assertTrue(bad.toString().contains("title_StackOverflow.txt, line 3: "), bad.toString());
    file("label_StackOverflow.txt", "1\n");
    assertRefused(
        IllegalArgumentException.class,
        "has 4 lines but",
        () -> StackOverflowTitles.read(folder, BadRows.skipped()));
  }

  private Path zipped() throws IOException {
    Path zip = Files.createTempDirectory(folder, "zip").resolve("news.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(file);
        var paths = Files.walk(folder)) {
      for (Path path :
          paths.filter(each -> Files.isRegularFile(each) && !each.equals(zip)).toList()) {
        entries.putNextEntry(new ZipEntry(folder.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, entries);
      }
    }
    return zip;
  }
}
