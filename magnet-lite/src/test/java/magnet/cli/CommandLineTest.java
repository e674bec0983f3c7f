package magnet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.Embeddings;
import magnet.Encoding;
import magnet.Magnet;
import magnet.TinyCheckpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a shell sees them: what they print, where, and the exit code. */
class CommandLineTest {

  @TempDir static Path folder;

  private static String model;

  private record Outcome(int code, String out, String err) {}

  @BeforeAll
  static void model() {
    model = TinyCheckpoint.in(folder.resolve("model")).toString();
  }

  private static Outcome magnet(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Outcome magnetReading(String input, String... arguments) {
    return magnetReading(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private static Outcome magnetReading(byte[] input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return magnet(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    Outcome help = magnet("--help");
    assertEquals(0, help.code());
    for (String part :
        List.of(
            "run",
            "evaluate",
            "show",
            "embed",
            "infill",
            "generate",
            "pocket",
            "--version",
            "Exit codes")) {
      assertTrue(help.out().contains(part), part + " in " + help.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embed", "infill", "generate"})
  void everyCommandHasHelpOfItsOwn(String command) {
    Outcome help = magnet(command, "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().startsWith("Usage: magnet " + command), help.out());
    assertTrue(help.out().contains("--model=MODEL"), help.out());
    assertFalse(help.out().lines().anyMatch(line -> line.strip().equals("Default:")), help.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "evaluate"})
  void whatReadsARecipeTellsHowToChangeItAndWhatToLeaveOut(String command) {
    Outcome help = magnet(command, "--help");
    assertEquals(0, help.code());
    for (String part : List.of("NAME=VALUE", "--data", "--only", "--skip-bad-rows", "--dry-run")) {
      assertTrue(help.out().contains(part), part + " in " + help.out());
    }
  }

  @Test
  void showTellsTheShapeOfAModel() {
    Outcome shown = magnet("show", model);
    assertEquals(0, shown.code(), shown.err());
    assertTrue(shown.out().contains("layers      2 of width 32, inside 48"), shown.out());
    assertEquals(2, magnet("show", "./nowhere").code());
  }

  @Test
  void embedWritesARowForEachLine() {
    Outcome done = magnetReading("the cat\n\na \"dog\", ran\n", "embed", "-m", model);
    assertEquals(0, done.code(), done.err());
    List<String> rows = done.out().lines().toList();
    assertEquals(3, rows.size(), "a header and two lines; blank ones are left out");
    assertTrue(rows.get(0).startsWith("text,d1,d2,"), rows.get(0));
    assertTrue(rows.get(2).startsWith("\"a \"\"dog\"\", ran\","), rows.get(2));
    assertEquals(rows.get(0).split(",").length, rows.get(1).split(",").length);
  }

  @Test
  void aNamedTokenBeginsEveryText() {
    String plain = magnetReading("the cat\n", "embed", "-m", model).out();
    Outcome begun = magnetReading("the cat\n", "embed", "-m", model, "--bos", "<|end|>");
    assertEquals(0, begun.code(), begun.err());
    assertNotEquals(plain, begun.out());
    Outcome unknown = magnetReading("the cat\n", "embed", "-m", model, "--bos", "<|no|>");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("<|no|>"), unknown.err());
  }

  @Test
  void embedReadsAFileAndKeepsTheFirstDimensions() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.txt"), "the cat\na dog\n");
    Outcome done =
        magnet("embed", "-m", model, "--dimensions", "3", "--pooling", "mean", lines.toString());
    assertEquals(0, done.code(), done.err());
    assertEquals("text,d1,d2,d3", done.out().lines().findFirst().orElseThrow());
  }

  @Test
  void embedWritesAFileWithARowForEachText() {
    Path file = folder.resolve("vectors.npz");
    Outcome done =
        magnetReading("the cat\nran\0a dog\0", "embed", "-m", model, "-0", "-o", file.toString());
    assertEquals(0, done.code(), done.err());
    try (Magnet loaded = Magnet.load(model)) {
      Embeddings read = Embeddings.load(file, loaded, Encoding.magnet());
      assertEquals(List.of("the cat\nran", "a dog"), read.texts());
      assertArrayEquals(loaded.embed(read.texts()).vectors()[1], read.vectors()[1], 1e-4f);
    }
    for (String[] refused :
        new String[][] {
          {"a cat\n\na dog\n", "vectors.npy", "1 of 3 texts cannot be used, counted from 0: 1 "},
          {"a cat\n", "vectors.txt", "ends in none of [.npy, .npz, .csv]"}
        }) {
      String place = folder.resolve(refused[1]).toString();
      Outcome not = magnetReading(refused[0], "embed", "-m", model, "-o", place);
      assertEquals(2, not.code());
      assertTrue(not.err().contains(refused[2]), not.err());
    }
  }

  @Test
  void embedCutsWhatIsTooLongIfAsked() {
    String text = "the cat ".repeat(100) + "\n";
    Outcome refused = magnetReading(text, "embed", "-m", model);
    assertEquals(2, refused.code());
    Outcome done = magnetReading(text, "embed", "-m", model, "--truncated");
    assertEquals(0, done.code(), done.err());
    assertEquals(2, done.out().lines().count());
  }

  @Test
  void embedReadsAPipeAndAFileAlike() throws IOException {
    byte[] marked = "\ufeffthe cat\r\ncaf\u00e9".getBytes(StandardCharsets.UTF_8);
    byte[] latin1 = "the cat\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    String markedFile = Files.write(folder.resolve("marked.txt"), marked).toString();
    String latin1File = Files.write(folder.resolve("latin1.txt"), latin1).toString();
    for (Outcome done :
        List.of(
            magnetReading(marked, "embed", "-m", model),
            magnet("embed", "-m", model, markedFile))) {
      assertEquals(0, done.code(), done.err());
      List<String> rows = done.out().lines().toList();
      assertTrue(rows.get(1).startsWith("the cat,"), rows.get(1));
      assertTrue(rows.get(2).startsWith("caf\u00e9,"), rows.get(2));
    }
    for (Outcome refused :
        List.of(
            magnetReading(latin1, "embed", "-m", model),
            magnet("embed", "-m", model, latin1File))) {
      assertEquals(1, refused.code());
      assertTrue(refused.err().startsWith("magnet: Line 2 of "), refused.err());
      assertTrue(refused.err().contains(" is not UTF-8 text"), refused.err());
    }
  }

  @Test
  void anArgumentThatHasLostItsLettersIsRefused() {
    Outcome lost = magnet("infill", "-m", model, "the caf\ufffd\ufffd ___");
    assertEquals(2, lost.code());
    assertTrue(lost.err().contains("LC_ALL"), lost.err());
  }

  @Test
  void infillShowsCandidatesOrTheBestTextAlone() {
    Outcome table = magnet("infill", "-m", model, "--tokens", "1-2", "the cat ___ on the mat");
    assertEquals(0, table.code(), table.err());
    assertTrue(table.out().startsWith("rank"), table.out());
    Outcome best = magnet("infill", "-m", model, "--tokens", "2", "--best", "the cat ___ the mat");
    assertEquals(1, best.out().strip().lines().count(), best.out());
    assertFalse(best.out().contains("___"), best.out());
  }

  @Test
  void theFirstLookEmbedsFillsAndWritesAndSavesItsPictures() {
    StringWriter out = new StringWriter();
    FirstMinute.firstLook(new PrintWriter(out), folder.resolve("first-look"));
    String text = "Tom asked Eva about his %s. Eva and Tom asked Henry about the red scarf.";
    assertTrue(out.toString().contains("  adapted  " + text.formatted("red scarf")), "" + out);
    assertFalse(out.toString().contains("  base     " + text.formatted("red scarf")), "" + out);
    assertTrue(out.toString().contains("\nOne morning, "), "" + out);
    List<String> pictures = out.toString().lines().filter(row -> row.endsWith(".png")).toList();
    assertEquals(2, pictures.size(), "" + out);
    pictures.forEach(file -> assertTrue(Files.exists(Path.of(file.strip())), file));
  }

  @Test
  void theAdapterThatShipsTakesFromTheRightSideWhatIsMissing() {
    String text = "Tom asked Eva about his %s. Eva and Tom asked Henry about the red scarf.";
    Outcome done = magnet("infill", "-a", "pocket", "--best", text.formatted("___"));
    assertEquals(text.formatted("red scarf"), done.out().strip(), done.err());
  }

  @Test
  void generatePrintsTheTextAndWhatFollows() {
    Outcome done = magnet("generate", "-m", model, "--tokens", "3", "the cat");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().startsWith("the cat"), done.out());
  }

  @Test
  void aBlankInThePlaceOfASentenceIsFilledWithOneWhereNothingElseIsSaid() {
    String before = "Otto could not find his key.";
    String after = "He thanked Jane for the key.";
    Outcome done = magnet("infill", "-a", "pocket", "--best", before + " ___ " + after);
    assertEquals(0, done.code(), done.err());
    String text = done.out().strip();
    String filled = text.substring(before.length(), text.length() - after.length()).strip();
    assertTrue(filled.matches("(?s)[\"\\p{Lu}].*[.!?][\"']?"), text);
  }

  @Test
  void pocketExportWritesTheDataSets() throws IOException {
    Path to = folder.resolve("pocket");
    Outcome done = magnet("pocket", "export", to.toString());
    assertEquals(0, done.code(), done.err());
    assertEquals(21, done.out().lines().count(), done.out());
    assertTrue(
        done.out().lines().anyMatch(row -> row.matches("sts/test.tsv +1,000 scored pairs .*")),
        done.out());
    assertEquals(1000, Files.readAllLines(to.resolve("sts/test.tsv")).size());
    assertEquals(2, magnet("pocket", "export", "--times", "0", to.toString()).code());
    assertEquals(2, magnet("pocket").code(), "what to do with it");
  }

  @Test
  void aMistakeOfTheCallerIsOneSentenceAndExitCode2() {
    Outcome wrong = magnet("infill", "-m", model, "no blank here");
    assertEquals(2, wrong.code());
    assertEquals(1, wrong.err().strip().lines().count(), wrong.err());
    assertTrue(wrong.err().startsWith("magnet: The text \"no blank here\" has no blank"));
    assertEquals(2, magnet("infill", "--tokens", "few", "a ___").code());
    Outcome lost = magnet("infill", "-a", "nowhere", "a ___");
    assertEquals(2, lost.code());
    assertTrue(lost.err().contains("no model or adapter \"nowhere\""), lost.err());
    assertEquals(2, magnet("infill").code(), "a parameter is missing");
    assertEquals(2, magnet("fly").code(), "no such command");
  }

  @Test
  void whatFailsOnTheWayHasExitCode1AndItsStackTraceOnDemand() throws IOException {
    Path notText = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Outcome short_ = magnet("embed", "-m", model, notText.toString());
    assertEquals(1, short_.code());
    assertEquals(1, short_.err().strip().lines().count(), short_.err());
    Outcome long_ = magnet("embed", "-m", model, notText.toString(), "--stacktrace");
    assertEquals(1, long_.code());
    assertTrue(long_.err().contains("at magnet.cli.EmbedCommand"), long_.err());
  }
}
