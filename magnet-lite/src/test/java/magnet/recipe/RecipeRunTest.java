package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.Adapter;
import magnet.TinyCheckpoint;
import magnet.TinyEncoder;
import magnet.cli.Main;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of a small recipe: first a part of it, then the rest, then nothing that is new. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipeRunTest {

  @TempDir static Path folder;

  private static Path recipe;
  private static String[] places;

  @BeforeAll
  static void recipe() throws IOException {
    TinyCheckpoint.in(folder.resolve("models/tiny"));
    TinyEncoder.copy("bert", folder.resolve("models/bert"));
    Path text = Files.createDirectories(folder.resolve("data")).resolve("text.txt");
    Files.write(
        text,
        Stream.iterate(1, i -> i + 1)
            .limit(40)
            .map(i -> "The cat saw dog number " + i + " and ran to the old house by the sea.")
            .toList());
    Files.writeString(
        folder.resolve("data/pairs.tsv"),
        "score\tfirst\tsecond\n4\tthe cat ran\ta cat ran\n1\tthe sea\ta dog\n3\tno numbers\n"
            + "2\tan old house\tthe house\n");
    recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            about: As small as can be.
            model: ${MODELS}/tiny
            corpus: {kind: lines, path: "${DATA}/text.txt", held-out: 0.2}
            steps: 3
            batch: 2
            max-tokens: 32
            seeds: [1, 2]
            baselines: [base, echo, {encoder: "${MODELS}/bert"}]
            variants:
              MAGNET: {objectives: {mntp: 1, sscl: 0.2, msg: 3}}
              causal control:
                objectives: {msg: 1}
                views: {causal-share: 1}
                attention: causal
            while-training: {every: 2, evaluations: [text, pairs]}
            evaluations:
              text: {task: perplexity, data: held-out, limit: 4, paper: {perplexity: {MAGNET: 9.5}}}
              pairs: {task: sts, data: table, path: "${DATA}/pairs.tsv", shown: [Spearman, Pearson]}
            samples:
              sentences: [the cat, the dog]
              blanks: ["The cat saw ___ by the sea."]
              prompts: [The cat]
              blank-tokens: 2
              prompt-tokens: 4
            """);
    places =
        new String[] {
          "--models", folder.resolve("models").toString(),
          "--data", folder.resolve("data").toString()
        };
  }

  private record Outcome(int code, String out, String err) {}

  private static Outcome magnet(String command, String... more) {
    return magnetInto("run", command, more);
  }

  private static Outcome magnetInto(String output, String command, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments =
        Stream.of(
                List.of(command, recipe.toString()),
                List.of(places),
                List.of("--output", folder.resolve(output).toString()),
                List.of(more))
            .flatMap(List::stream)
            .toList();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static String report(String extension) throws IOException {
    return Files.readString(folder.resolve("run/report." + extension));
  }

  @Test
  @Order(1)
  void aDryRunTellsWhatItWouldTakeAndDoesNothing() {
    Outcome told = magnet("run", "--dry-run");
    assertEquals(0, told.code(), told.err());
    assertTrue(told.out().contains("MAGNET, causal control; each with the seeds 1, 2"), told.out());
    assertTrue(told.out().contains("of memory"), told.out());
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  @Order(2)
  void aBadRowEndsTheRunWithFileAndLine() {
    Outcome refused = magnet("run", "--only", "base");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("pairs.tsv, line 4"), refused.err());
  }

  @Test
  @Order(3)
  void aPartOfTheCandidatesCanGoFirst() throws IOException {
    Outcome done = magnet("run", "--skip-bad-rows", "--only", "MAGNET", "seeds=[1]");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("[1/1] MAGNET"), done.out());
    assertFalse(done.out().contains("] Echo"), done.out());
    assertTrue(report("md").contains("pairs.tsv"), "the row that was left out is told");
    Outcome wrong = magnet("run", "--only", "nobody");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("expected one of base; Echo; bert; MAGNET; causal control"));
  }

  @Test
  @Order(4)
  void theRestFollowsIntoTheSameFolder() throws IOException {
    Outcome done = magnet("run", "--skip-bad-rows");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("(kept)"), "what was measured before is kept");
    String text = report("md");
    assertTrue(text.contains("| text | perplexity ↓ |"), text);
    assertTrue(text.contains("±"), "two seeds have a spread");
    assertTrue(text.contains("## Beside the paper"), text);
    assertTrue(text.contains("causal control"), text);
    assertTrue(text.contains("| task | metric | base | Echo | bert | MAGNET |"), text);
    assertTrue(
        text.matches(
            "(?s).*\\| pairs \\| Spearman [^|]*\\|[^|]*\\|[^|]*\\| [^|]*-?[0-9.]+ \\(mean\\).*"),
        text);
    assertEquals(16, Adapter.load(folder.resolve("run/adapters/magnet-seed2")).config().rank());
    for (String file :
        List.of(
            "charts/curve-text.png",
            "charts/curve-pairs.png",
            "charts/curve-pairs-pearson-last.png",
            "charts/mask-bidirectional.png",
            "charts/mask-hybrid.png",
            "charts/mask-causal.png",
            "environment.json")) {
      assertTrue(Files.exists(folder.resolve("run").resolve(file)), file);
    }
    try (Stream<Path> files = Files.list(folder.resolve("run/tables"))) {
      List<String> tables = files.map(each -> each.getFileName().toString()).toList();
      assertEquals(
          1,
          tables.stream().filter(each -> each.endsWith("-tasks.csv")).count(),
          () -> "those of the part alone have gone: " + tables);
    }
    List<String> curve = Files.readAllLines(curve(folder.resolve("run"), "text-"));
    assertEquals("step,perplexity", curve.get(0));
    assertEquals(
        List.of("0", "2", "3"), curve.stream().skip(1).map(each -> each.split(",")[0]).toList());
  }

  /** The first seed's curve of MAGNET. */
  private static Path curve(Path run, String name) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("curves"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("magnet-seed1-" + name))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Order(5)
  void nothingOfAReportTellsWhereFoldersLie() throws IOException {
    for (String file : List.of("report.md", "report.html", "environment.json", "recipe.yaml")) {
      String text = Files.readString(folder.resolve("run").resolve(file));
      String leftOut = text.replaceAll("(?s)## Rows that were left out.*?\n## ", "");
      assertFalse(
          file.equals("report.html")
              ? text.contains(folder.resolve("models").toString())
              : leftOut.contains(folder.toString()),
          file);
    }
  }

  @Test
  @Order(6)
  void theSecondTimeNothingIsTrainedOrMeasured() {
    Outcome again = magnet("run", "--skip-bad-rows");
    assertEquals(0, again.code(), again.err());
    assertFalse(again.out().matches("(?s).*\\(\\d+ s\\).*"), again.out());
    Outcome anew = magnet("run", "--skip-bad-rows", "--no-only-missing", "--only", "base");
    assertTrue(anew.out().matches("(?s).*\\(\\d+ s\\).*"), anew.out());
  }

  @Test
  @Order(7)
  void whatWasKilledBeforeItsLastLookLooksAgain() throws IOException {
    Path curve = curve(folder.resolve("run"), "text-");
    String whole = Files.readString(curve);
    Files.writeString(curve, whole.substring(0, whole.lastIndexOf("\n3,") + 1));
    Outcome again = magnet("run", "--skip-bad-rows");
    assertEquals(0, again.code(), again.err());
    assertEquals(whole, Files.readString(curve));
  }

  @Test
  @Order(8)
  void partsThatWereDoneApartJoinWithoutModels() throws IOException {
    for (String candidate : List.of("MAGNET", "causal control")) {
      Outcome done = magnetInto(candidate, "run", "--skip-bad-rows", "--only", candidate);
      assertEquals(0, done.code(), done.err());
    }
    Path joined = folder.resolve("joined");
    for (String candidate : List.of("MAGNET", "causal control")) {
      for (String part : List.of("results", "curves")) {
        copy(folder.resolve(candidate).resolve(part), joined.resolve(part));
      }
    }
    Outcome report = magnetInto("joined", "run", "--skip-bad-rows");
    assertEquals(0, report.code(), report.err());
    assertFalse(Files.exists(joined.resolve("adapters")), "no training was made or taken up");
    assertFalse(Files.exists(joined.resolve("trainings")), "no training was made or taken up");
    assertEquals(0, magnet("run", "--skip-bad-rows").code());
    String scores = "tables/scores.csv";
    assertEquals(
        Files.readString(folder.resolve("run").resolve(scores)),
        Files.readString(joined.resolve(scores)));
    assertEquals(pictures(folder.resolve("run")), pictures(joined));
    String text = Files.readString(joined.resolve("report.md"));
    for (String told :
        List.of(
            "\\| MAGNET \\| 2 \\| 3 \\| [0-9,]+ \\| \\d+:\\d\\d \\| [^|]+, \\d+ cores? \\| mntp ",
            "\\| measuring took \\| base \\d+:\\d\\d, Echo [^|]*, causal control \\d+:\\d\\d \\|")) {
      assertTrue(Pattern.compile(told).matcher(text).find(), told + " not in " + text);
    }
    Files.delete(curve(joined, "pairs-pearson-"));
    assertEquals(0, magnetInto("joined", "run", "--skip-bad-rows").code());
    assertFalse(Files.exists(joined.resolve("adapters")), "before, there was one curve a task");
    Files.delete(curve(joined, "text-"));
    assertEquals(0, magnetInto("joined", "run", "--skip-bad-rows").code());
    assertTrue(Files.exists(joined.resolve("adapters")), "what is missing is made again");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static List<String> pictures(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("charts"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @Order(9)
  void anAdapterOfOnesOwnIsEvaluatedBesideTheBaselines() {
    String adapter = folder.resolve("run/adapters/magnet-seed1").toString();
    Outcome done = magnet("evaluate", "--skip-bad-rows", "-a", adapter, "while-training=null");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("magnet-seed1"), done.out());
    assertFalse(done.out().contains("causal control"), done.out());
  }
}
