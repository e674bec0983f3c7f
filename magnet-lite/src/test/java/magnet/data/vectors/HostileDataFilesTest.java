package magnet.data.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import magnet.Fixtures;
import magnet.Fuzz;
import magnet.data.Stories;
import magnet.data.TextLines;
import magnet.data.TextPairs;
import magnet.data.TinyStories;
import magnet.data.WikiText;
import magnet.data.benchmark.BigBenchHard;
import magnet.data.benchmark.ChoiceQuestions;
import magnet.data.benchmark.Conll2003;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.ScoredPairs;
import magnet.data.benchmark.TwentyNewsgroups;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and forged files of data are taken or refused, and nothing else. */
@Tag("slow")
class HostileDataFilesTest {

  private static final int INPUTS = 2000;

  @TempDir Path folder;

  private static Stream<Arguments> texts() {
    String choice = "{\"prompt\": \"Why?\", \"choices\": [\"a\", \"b\"], \"answer\": 1}\n";
    String hellaSwag =
        "{\"ind\": 1, \"activity_label\": \"A\", \"ctx_a\": \"He\", \"ctx_b\": \"ran\","
            + " \"endings\": [\"a\", \"b\", \"c\", \"d\"], \"label\": 2}\n";
    String story =
        "storyid,storytitle,sentence1,sentence2,sentence3,sentence4,sentence5\n"
            + "1,T,\"A, a.\",B.,C.,D.,E.\n"
            + "2,T,A.,B.,C.,D.,E.\n";
    return Stream.of(
        text("choices.jsonl", choice + choice, ChoiceQuestions::read),
        text("swag.jsonl", hellaSwag + hellaSwag, HellaSwag::read),
        text(
            "bbh.json",
            "{\"examples\": [{\"input\": \"1?\", \"target\": \"2\"},{\"input\": \"3?\","
                + " \"target\": \"4\"}]}",
            each -> BigBenchHard.read(each, 1)),
        text("stories.csv", story, Stories::read),
        text(
            "conll.txt",
            "-DOCSTART- -X- O O\n\nTom NNP B-NP B-PER\nran VBD B-VP O\n",
            Conll2003::read),
        text("labelled.tsv", "label\ttext\na\tThe cat.\nb\tA dog.\n", LabelledTexts::read),
        text("pairs.tsv", "The cat.\tA cat.\nA dog.\tThe dog.\n", TextPairs::tsv),
        text(
            "scored.tsv",
            "score\tfirst\tsecond\n4.5\tThe cat.\tA cat.\n1\tA dog.\tThe dog.\n",
            ScoredPairs::read),
        text("lines.txt", "The cat.\nA dog.\n", TextLines::read),
        text("wiki.txt", " = A = \n\n The cat . \n", WikiText::read),
        text("tiny.txt", "The cat.\n<|endoftext|>\nA dog.\n", TinyStories::read));
  }

  private static Arguments text(String name, String text, Consumer<Path> reader) {
    return Arguments.of(name, text, reader);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void textFormats(String name, String text, Consumer<Path> reader) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Fuzz.damage(file, INPUTS, reader);
  }

  @ParameterizedTest
  @MethodSource("vectorFiles")
  void vectors(String name, Set<String> texts, Set<String> numbers) throws IOException {
    Map<String, List<String>> words =
        texts.isEmpty() ? Map.of() : Map.of("text", List.of("a", "b"));
    Map<String, int[]> counts = numbers.isEmpty() ? Map.of() : Map.of("n", new int[] {1, 2});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorFormat format = VectorFormat.of(Path.of(name));
    format.write(new LabelledVectors(words, counts, new float[][] {{1, 2, 3}, {4, 5, 6}}), bytes);
    Path file = Files.write(folder.resolve(name), bytes.toByteArray());
    Fuzz.damage(file, INPUTS, each -> format.read(each, texts, numbers));
  }

  private static Stream<Arguments> vectorFiles() {
    return Stream.of(
        Arguments.of("v.npy", Set.of(), Set.of()),
        Arguments.of("v.npz", Set.of("text"), Set.of("n")),
        Arguments.of("v.csv", Set.of("text"), Set.of("n")));
  }

  @Test
  void shapesThatTheFileCannotHold() throws IOException {
    byte[] sound = Files.readAllBytes(Fixtures.resource("/magnet/data/vectors/vectors.npy"));
    String header = new String(sound, java.nio.charset.StandardCharsets.ISO_8859_1);
    for (String shape :
        List.of("(2147483647, 3)", "(3, 2147483647)", "(2147483647, 0)", "(9, 9)")) {
      String forged = header.replaceFirst("\\(\\d+, \\d+\\), }\\s*\n", shape + ", }\n");
      byte[] bytes = forged.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      int length = forged.indexOf('\n') + 1 - 10;
      bytes[8] = (byte) length;
      bytes[9] = (byte) (length >> 8);
      Path file = Files.write(folder.resolve("forged.npy"), bytes);
      refused(shape, () -> VectorFormat.of(file).read(file, Set.of(), Set.of()), "its");
    }
  }

  @Test
  void anArchiveOfZeros() throws IOException {
    Path file = folder.resolve("bomb.npz");
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    new NumpyHeader("<f4", false, List.of(1 << 17, 1 << 10)).write(header);
    zeros(file, "vectors.npy", header.toByteArray(), 512);
    assertTrue(Files.size(file) < 1 << 20, "small");
    refused("zeros", () -> VectorFormat.of(file).read(file, Set.of(), Set.of()), "would unpack to");
  }

  @Test
  void textsThatAreMostlyRoomTakeNone() throws IOException {
    Path file = folder.resolve("room.npz");
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    new NumpyHeader("<U" + (1 << 25), false, List.of(1)).write(header);
    zeros(file, "text.npy", header.toByteArray(), 128);
    ByteBudget budget = new ByteBudget(Files.size(file), 1 << 30);
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile());
        java.io.DataInputStream in =
            new java.io.DataInputStream(zip.getInputStream(zip.getEntry("text.npy")))) {
      assertEquals(List.of(""), NumpyArrays.texts(NumpyHeader.read(in), in, budget));
    }
  }

  @Test
  void newsgroups() throws IOException {
    Path zip = folder.resolve("posts.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 1; i <= 3; i++) {
        out.putNextEntry(new ZipEntry("news/sci.space/" + i));
        out.write(("From: a\nSubject: Re: re:  Moon " + i + "\n\nText.\n").getBytes());
      }
    }
    assertEquals("Moon 1", TwentyNewsgroups.read(zip).get(0).text());
    Fuzz.damage(zip, INPUTS / 4, TwentyNewsgroups::read);
    Path bomb = folder.resolve("bomb.zip");
    byte[] begin = ("Subject: " + "Re:".repeat(20_000) + "\n\n").getBytes();
    zeros(bomb, "news/sci.space/1", begin, 512);
    refused("bomb", () -> TwentyNewsgroups.read(bomb), "no line Subject:");
    zeros(bomb, "news/sci.space/99999999999999999999", "Subject: a\n\n".getBytes(), 1);
    refused("a long number", () -> TwentyNewsgroups.read(bomb), "holds no post");
  }

  /** A zip file of one entry that goes on with megabytes of zeros. */
  private static void zeros(Path file, String name, byte[] begin, int megabytes)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(begin);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        zip.write(zeros);
      }
    }
  }

  private static void refused(String what, Runnable call, String fact) {
    Fuzz.takenOrRefused(what, call);
    String message = assertThrows(RuntimeException.class, call::run, what).getMessage();
    assertTrue(message.contains(fact), message);
  }
}
