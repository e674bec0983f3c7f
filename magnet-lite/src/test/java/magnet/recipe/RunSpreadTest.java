package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.TinyCheckpoint;
import magnet.io.AtomicFolder;
import magnet.recipe.report.RecipeReport;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.Variables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose parts others do: here threads that get nothing but bytes. */
class RunSpreadTest {

  @TempDir static Path folder;

  private static Path file;
  private static Map<String, String> whole;

  /** Does parts as another machine would, and tells which it was asked for. */
  private static class Others implements RunWorkers {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> changed = Collections.synchronizedList(new ArrayList<>());

    private record Here(byte[] bytes) implements Sent {}

    @Override
    public Sent send(byte[] bytes) {
      return new Here(bytes);
    }

    @Override
    public byte[] done(RunPart part) {
      asked.add(part.words());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(part);
        out.flush();
        byte[] made =
            ((RunPart)
                    new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))
                        .readObject())
                .done();
        PackedFiles.unpacked(made)
            .keySet()
            .forEach(name -> changed.add(part.words() + " -> " + name));
        return made;
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void cancel() {}

    @Override
    public String words() {
      return "elsewhere";
    }
  }

  @BeforeAll
  static void runOnOneMachine() throws IOException {
    TinyCheckpoint.in(folder.resolve("tiny"));
    Files.write(
        folder.resolve("text.txt"),
        IntStream.range(0, 40)
            .mapToObj(i -> "The cat saw dog number " + i + " and ran to the house by the sea.")
            .toList());
    Files.writeString(
        folder.resolve("pairs.tsv"),
        "score\tfirst\tsecond\n4\tthe cat ran\ta cat ran\n1\tthe sea\ta dog\n3\tno numbers\n"
            + "2\tan old house\tthe house\n");
    file =
        Files.writeString(
            folder.resolve("spread.yaml"),
            """
            name: spread
            model: ${PLACE}/tiny
            corpus: {kind: lines, path: "${PLACE}/text.txt", held-out: 0.2}
            steps: 3
            batch: 2
            max-tokens: 32
            seeds: [1, 2]
            baselines: [base, echo]
            objectives: {mntp: 1, sscl: 0.2, msg: 3}
            while-training: {every: 2, evaluations: [text]}
            evaluations:
              text: {task: perplexity, data: held-out, limit: 4}
              pairs: {task: sts, data: table, path: "${PLACE}/pairs.tsv"}
            samples:
              sentences: [the cat, the dog]
              blanks: ["The cat saw ___ by the sea."]
              blank-tokens: 2
            """);
    report("one", Optional.empty(), true);
    whole = files("one");
  }

  private static String report(String name, Optional<RunWorkers> workers, boolean skip) {
    StringWriter out = new StringWriter();
    Recipe recipe =
        Recipe.read(
                file,
                List.of(SettingOverride.of("precision=float32")),
                Variables.of(Map.of("PLACE", folder.toString())))
            .writtenTo(folder.resolve(name));
    RunOptions options = new RunOptions(true, false, skip, List.of(), List.of("run"));
    RecipeReport.of(recipe, options, new PrintWriter(out), workers);
    return out.toString();
  }

  /** The run's files but for pictures, times and states; with speeds and seconds masked. */
  private static Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path root = folder.resolve(name);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(each).toString().replace('\\', '/');
        if (!path.startsWith("trainings/") && !path.equals("environment.json")) {
          files.put(
              path,
              masked(path, Files.readString(each, java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return files;
  }

  private static String masked(String path, String text) {
    String alike =
        text.replaceAll("\"seconds\": [0-9.E-]+", "SECONDS")
            .replaceAll("\"tokens-per-second\":[0-9.E-]+", "SPEED")
            .replaceAll("\\| measuring took \\|.*", "TIMES")
            .replaceAll("([|,]) ?\\d+:\\d\\d ?([|,])", "$1TIME$2")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "DATE");
    return path.startsWith("history/") ? alike.replaceAll("(?m)[0-9.E+-]+$", "SPEED") : alike;
  }

  private static Map<String, String> assertWhole(String name) throws IOException {
    Map<String, String> found = files(name);
    assertEquals(whole.keySet(), found.keySet());
    for (String path : whole.keySet()) {
      assertEquals(whole.get(path), found.get(path), path);
    }
    return found;
  }

  @Test
  void theFolderIsTheOneThatOneMachineWrites() throws IOException {
    Others others = new Others();
    report("spread", Optional.of(others), true);
    Map<String, String> found = assertWhole("spread");
    assertTrue(found.get("report.md").contains("pairs.tsv"), "bad rows of other machines are told");
    // 2 trainings, 4 candidates by 2 tasks, the samples of the base
    assertEquals(2 + 4 * 2 + 1, others.asked.size(), others.asked::toString);
    assertTrue(
        others.asked.indexOf("MAGNET, seed 2: text") > others.asked.indexOf("MAGNET, seed 2"));

    Others again = new Others();
    String told = report("spread", Optional.of(again), true);
    assertEquals(List.of(), again.changed, "what is done is not done again");
    assertTrue(told.contains("(kept)") && !told.matches("(?s).*\\(\\d+ s\\).*"), told);

    String alone = report("spread", Optional.empty(), true);
    assertFalse(alone.matches("(?s).*\\(\\d+ s\\).*"), "one machine finds what others made");

    AtomicFolder.delete(folder.resolve("spread/results/pairs"));
    Others rest = new Others();
    report("spread", Optional.of(rest), true);
    assertTrue(
        !rest.changed.isEmpty()
            && rest.changed.stream()
                .allMatch(each -> each.contains("results/pairs") || each.contains("bad-rows")),
        rest.changed::toString);
  }

  @Test
  void whatOneMachineTrainedIsNotTrainedAgainElsewhere() throws IOException {
    report("mixed", Optional.empty(), true);
    AtomicFolder.delete(folder.resolve("mixed/results"));
    Others others = new Others();
    report("mixed", Optional.of(others), true);
    assertTrue(others.changed.stream().anyMatch(each -> each.contains("results/")));
    assertTrue(
        others.changed.stream().noneMatch(each -> each.contains("trainings/")),
        others.changed::toString);
    assertWhole("mixed");
  }

  @Test
  void wrongDataEndsTheRunWithItsMessageWhenAllElseIsDone() throws IOException {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> report("refused", Optional.of(new Others()), false))
            .getMessage();
    assertTrue(said.contains("pairs.tsv, line 4"), said);
    assertTrue(said.contains("(Failed: ") && said.contains("MAGNET, seed 2: pairs"), said);
    assertTrue(
        said.contains("The 7 other parts are done and kept; the same run does the rest.)"), said);
    assertTheRestIs("refused", each -> each.contains(": pairs -> "));
  }

  /** The same run does only what an earlier one left, and the folder is whole. */
  private static void assertTheRestIs(String name, Predicate<String> left) throws IOException {
    Others rest = new Others();
    report(name, Optional.of(rest), true);
    assertTrue(rest.changed.stream().allMatch(left), rest.changed::toString);
    assertWhole(name);
  }

  @Test
  void aRecipeWithoutPartsEndsAtOnce() throws IOException {
    Path nothing =
        Files.writeString(
            folder.resolve("nothing.yaml"),
            "model: " + folder.resolve("tiny") + "\nevaluations: {}\n");
    Recipe recipe =
        Recipe.read(nothing, List.of(), Variables.of(Map.of()))
            .writtenTo(folder.resolve("nothing"));
    Others others = new Others();
    RunOptions options = new RunOptions(true, false, false, List.of(), List.of("run"));
    RecipeReport.of(recipe, options, new PrintWriter(new StringWriter()), Optional.of(others));
    assertEquals(List.of(), others.asked);
  }

  @Test
  void aTrainingThatFailsTakesNoOtherWithIt() throws IOException {
    Others others =
        new Others() {
          @Override
          public byte[] done(RunPart part) {
            if (part.words().equals("MAGNET, seed 1")) {
              throw new IllegalStateException("The executor has no memory left.");
            }
            return super.done(part);
          }
        };
    String said =
        assertThrows(IllegalStateException.class, () -> report("halved", Optional.of(others), true))
            .getMessage();
    assertEquals(
        "The executor has no memory left. (Failed: MAGNET, seed 1. The 8 other parts are done and"
            + " kept; the same run does the rest.)",
        said);
    assertTheRestIs("halved", each -> each.startsWith("MAGNET, seed 1"));
  }

  @Test
  void anInterruptedRunGivesUpWhatIsBeingDone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Others others =
        new Others() {
          @Override
          public byte[] done(RunPart part) {
            begun.countDown();
            try {
              cancelled.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("It was given up.");
          }

          @Override
          public void cancel() {
            cancelled.countDown();
          }
        };
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread run =
        new Thread(
            () -> {
              try {
                report("stopped", Optional.of(others), true);
              } catch (RuntimeException e) {
                ended.set(e);
              }
            });
    run.start();
    begun.await();
    run.interrupt();
    run.join();
    assertEquals(0, cancelled.getCount());
    assertTrue(ended.get().getMessage().startsWith("The run was interrupted; "), ended::toString);
  }

  @Test
  void aTrainingThatFitsNothingHereIsNotMadeAgainInSilence() {
    Others others =
        new Others() {
          @Override
          public byte[] done(RunPart part) {
            Map<String, byte[]> made = PackedFiles.unpacked(super.done(part));
            Map<String, byte[]> other = new TreeMap<>();
            made.forEach((name, bytes) -> other.put(name.replace("/step-", "/other/step-"), bytes));
            return PackedFiles.packed(other);
          }
        };
    String said =
        assertThrows(
                IllegalStateException.class, () -> report("strange", Optional.of(others), true))
            .getMessage();
    assertTrue(said.contains("the training of MAGNET with seed"), said);
    assertTrue(said.contains("say precision: float32"), said);
  }
}
