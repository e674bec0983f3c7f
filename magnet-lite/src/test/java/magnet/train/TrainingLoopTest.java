package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import magnet.Objective;
import magnet.model.LanguageModel;
import magnet.model.LoraArrays;
import magnet.model.LoraFactors;
import magnet.model.checkpoint.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop learns, is deterministic, can be broken off and resumed, and stops where numbers do. */
class TrainingLoopTest {

  private static final TrainingLoop.Listener SILENT = (row, steps) -> {};

  /** History (without speeds) and factors of a run. */
  private record Trained(List<TrainingRow> history, Map<String, float[]> factors) {

    void assertSame(Trained other) {
      assertEquals(history, other.history);
      assertEquals(factors.keySet(), other.factors.keySet());
      factors.forEach((name, values) -> assertArrayEquals(values, other.factors.get(name), name));
    }
  }

  private static Trained train(
      List<? extends TrainingObjective> objectives,
      TrainingSettings settings,
      TrainingLoop.Listener listener) {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingLoop.Outcome outcome = tiny.loop(model, objectives, settings, listener).run();
      return new Trained(
          outcome.history().stream().map(TrainingLoopTest::withoutSpeed).toList(), factors(lora));
    }
  }

  private static Map<String, float[]> factors(LoraFactors lora) {
    Map<String, float[]> factors = new TreeMap<>();
    lora.values().forEach((slot, values) -> factors.put(slot.toString(), values));
    return factors;
  }

  private static TrainingRow withoutSpeed(TrainingRow row) {
    return new TrainingRow(
        row.step(),
        row.losses(),
        row.learningRate(),
        row.gradientNorm(),
        row.tokens(),
        0,
        row.heldOut());
  }

  @Test
  void heldOutLossesFall() {
    List<TrainingRow> history = train(TinyModel.ALL, TinyModel.settings(40), SILENT).history();
    assertEquals(41, history.size());
    Map<String, Double> first = history.get(0).heldOut();
    Map<String, Double> last = history.get(40).heldOut();
    assertEquals(List.of("mntp", "sscl", "msg"), List.copyOf(first.keySet()));
    first.forEach(
        (name, loss) ->
            assertTrue(last.get(name) < loss, () -> name + " " + loss + " -> " + last.get(name)));
    assertTrue(history.get(1).heldOut().isEmpty(), "measured every fifth step only");
    assertFalse(history.get(5).heldOut().isEmpty());
  }

  @Test
  void sameSeedSameRun() {
    Trained one = train(TinyModel.ALL, TinyModel.settings(5), SILENT);
    one.assertSame(train(TinyModel.ALL, TinyModel.settings(5), SILENT));
  }

  /** Where steps are slow, as those of a large model, few of them are lost all the same. */
  @Test
  void aCachedRunIsKeptAfterSomeTimeToo(@TempDir Path folder) {
    Trained whole = train(TinyModel.ALL, TinyModel.settings(9), SILENT);
    TrainingSettings slow = TinyModel.settings(9).cached(folder, 50, Duration.ZERO);
    TrainingSettings quick = TinyModel.settings(9).cached(folder, 50, Duration.ofDays(1));
    List<Integer> seen = new ArrayList<>();
    TrainingLoop.Listener breaks =
        (row, steps) -> {
          seen.add(row.step());
          if (row.step() == 5) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThrows(IllegalStateException.class, () -> train(TinyModel.ALL, quick, breaks));
    assertThrows(IllegalStateException.class, () -> train(TinyModel.ALL, slow, breaks));
    whole.assertSame(train(TinyModel.ALL, slow, (row, steps) -> seen.add(row.step())));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), seen);
  }

  @Test
  void aRunThatBrokeOffAndWentOnIsTheSameRun(@TempDir Path folder) throws IOException {
    Trained whole = train(TinyModel.ALL, TinyModel.settings(9), SILENT);
    TrainingLoop.Listener breaks =
        (row, steps) -> {
          if (row.step() == 5) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> train(TinyModel.ALL, TinyModel.settings(9).checkpoints(folder, 2), breaks));
    assertEquals(folder.resolve("step-000004"), LatestCheckpoint.in(folder).orElseThrow());
    Trained resumed =
        train(TinyModel.ALL, TinyModel.settings(9).checkpoints(folder, 2).resume(), SILENT);
    whole.assertSame(resumed);
    try (Stream<Path> kept = Files.list(folder)) {
      assertEquals(
          List.of("step-000008", "step-000009"),
          kept.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void whatAKilledProcessLeftBlocksNobody(@TempDir Path folder) throws IOException {
    train(TinyModel.ALL, TinyModel.settings(2).checkpoints(folder, 2), SILENT);
    Path older = Files.createDirectory(folder.resolve(".part-x")); // as 0.1.0 left it
    Files.writeString(older.resolve(".state.safetensors.y.part"), "x");
    String id = "00000000-0000-0000-0000-000000000000";
    for (String step : List.of("step-000002", "step-000003")) {
      Path stage = Files.createDirectories(folder.resolve(step).resolve(".save-" + id));
      Files.writeString(stage.resolveSibling(".save-" + id + ".lock"), "");
      Files.writeString(stage.resolve(".state.safetensors." + id + ".part"), "x");
    }
    assertEquals(folder.resolve("step-000002"), LatestCheckpoint.in(folder).orElseThrow());
    Trained resumed =
        train(TinyModel.ALL, TinyModel.settings(2).checkpoints(folder, 2).resume(), SILENT);
    train(TinyModel.ALL, TinyModel.settings(2), SILENT).assertSame(resumed);
    try (Stream<Path> all = Files.walk(folder)) {
      assertEquals(
          List.of("", "step-000002", "step-000002/state.safetensors", "step-000002/training.json"),
          all.map(path -> folder.relativize(path).toString()).sorted().toList());
    }
  }

  @Test
  void anotherRunIsNotResumed(@TempDir Path folder) {
    train(TinyModel.ALL, TinyModel.settings(2).checkpoints(folder, 1), SILENT);
    IllegalArgumentException others =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                train(
                    TinyModel.ALL.subList(0, 2),
                    TinyModel.settings(3).checkpoints(folder, 1).resume(),
                    SILENT));
    assertTrue(others.getMessage().contains("steps is 3 here and 2"), others.getMessage());
    assertTrue(others.getMessage().contains("objective msg is absent here"), others.getMessage());
    IllegalArgumentException unasked =
        assertThrows(
            IllegalArgumentException.class,
            () -> train(TinyModel.ALL, TinyModel.settings(2).checkpoints(folder, 1), SILENT));
    assertTrue(unasked.getMessage().contains("step-000002"), unasked.getMessage());
  }

  @Test
  void anInterruptedRunKeepsWhatItLearnedAndCanGoOn(@TempDir Path folder) {
    Trained whole = train(TinyModel.ALL, TinyModel.settings(6), SILENT);
    List<Integer> seen = new ArrayList<>();
    train(
        TinyModel.ALL,
        TinyModel.settings(6).checkpoints(folder, 100),
        (row, steps) -> {
          seen.add(row.step());
          if (row.step() == 2) {
            Thread.currentThread().interrupt();
          }
        });
    assertEquals(List.of(0, 1, 2, 3), seen, "the step after the interruption is finished");
    assertFalse(Thread.currentThread().isInterrupted());
    whole.assertSame(
        train(TinyModel.ALL, TinyModel.settings(6).checkpoints(folder, 100).resume(), SILENT));
  }

  @Test
  void aLossThatIsNoNumberStopsTheRun() {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingLoop.Listener spoils =
          (row, steps) -> {
            if (row.step() == 2) {
              LoraArrays.of(lora).get(1).set(filled(LoraArrays.of(lora).get(1).size()));
            }
          };
      IllegalStateException stopped =
          assertThrows(
              IllegalStateException.class,
              () -> tiny.loop(model, TinyModel.ALL, TinyModel.settings(5), spoils).run());
      assertTrue(stopped.getMessage().contains("step 3"), stopped.getMessage());
      assertTrue(stopped.getMessage().contains("mntp is NaN"), stopped.getMessage());
    }
  }

  private static FloatBuffer filled(long size) {
    float[] values = new float[(int) size];
    Arrays.fill(values, Float.NaN);
    return FloatBuffer.wrap(values);
  }

  @Test
  void twoStagesAreASchedule() {
    List<TrainingObjective> objectives = List.of(TinyModel.ALL.get(0), Objective.msg(3).from(3));
    List<TrainingRow> history = train(objectives, TinyModel.settings(4), SILENT).history();
    assertEquals(List.of("mntp"), List.copyOf(history.get(2).losses().keySet()));
    assertEquals(List.of("mntp", "msg"), List.copyOf(history.get(3).losses().keySet()));
  }

  @Test
  void aProjectionHeadLearnsAndIsResumed(@TempDir Path folder) {
    List<Objective> projected = List.of(Objective.sscl(1).projection(8));
    Trained whole = train(projected, TinyModel.settings(4), SILENT);
    TrainingLoop.Listener breaks =
        (row, steps) -> {
          if (row.step() == 3) {
            throw new IllegalStateException("power cut");
          }
        };
    TrainingSettings kept = TinyModel.settings(4).checkpoints(folder, 2);
    assertThrows(IllegalStateException.class, () -> train(projected, kept, breaks));
    whole.assertSame(train(projected, kept.resume(), SILENT));
    float[][] first = projected.get(0).parameters(32, 42).get("projection_head");
    Path latest = LatestCheckpoint.in(folder).orElseThrow();
    try (SafetensorsFile state = SafetensorsFile.open(latest.resolve("state.safetensors"))) {
      FloatBuffer learnt =
          state.map("parameter.sscl.projection_head", 0, 4 * 8 * 32).asFloatBuffer();
      assertNotEquals(first[0][0], learnt.get(0));
    }
  }

  /** Each objective alone, and all together but for the one whose negatives are those of a pass. */
  static Stream<List<Objective>> countedByExamples() {
    return Stream.of(
        List.of(Objective.mntp(1)),
        List.of(Objective.msg(1)),
        List.of(Objective.msg(1).averagedPerToken()),
        List.of(Objective.mntp(1), Objective.msg(3)));
  }

  @ParameterizedTest
  @MethodSource("countedByExamples")
  void accumulatedPassesAreTheLargerBatch(List<Objective> objectives) {
    Trained parts = train(objectives, settings(2, 8), SILENT);
    Trained whole = train(objectives, settings(16, 1), SILENT);
    for (int step = 0; step < 2; step++) {
      TrainingRow one = whole.history().get(step);
      TrainingRow other = parts.history().get(step);
      one.losses().forEach((name, loss) -> assertEquals(loss, other.losses().get(name), 1e-5));
      assertEquals(one.gradientNorm(), other.gradientNorm(), 1e-4 * one.gradientNorm());
    }
    whole
        .factors()
        .forEach((name, values) -> assertArrayEquals(values, parts.factors().get(name), 1e-4f));
  }

  @Test
  void heldOutLossesDoNotDependOnTheBatch() {
    List<Objective> objectives = List.of(Objective.mntp(1), Objective.msg(1).averagedPerToken());
    List<Map<String, Double>> measured = new ArrayList<>();
    for (int batch : new int[] {4, 16}) {
      TrainingSettings settings = settings(batch, 16 / batch).evaluateEvery(1);
      measured.add(train(objectives, settings, SILENT).history().get(0).heldOut());
    }
    measured.get(0).forEach((name, loss) -> assertEquals(loss, measured.get(1).get(name), 1e-5));
  }

  private static TrainingSettings settings(int batch, int accumulation) {
    return TrainingSettings.adaptation()
        .steps(2)
        .batch(batch)
        .accumulation(accumulation)
        .learningRate(1e-3)
        .warmUp(0)
        .decay(LearningRate.Decay.CONSTANT)
        .maxGradientNorm(0)
        .seed(42);
  }

  @Test
  void impossibleSettingsAreRefusedBeforeTheFirstStep() {
    try (TinyModel tiny = new TinyModel();
        LanguageModel model = LanguageModel.of(tiny.decoder)) {
      assertRefused(
          "nothing to contrast", () -> tiny.loop(model, TinyModel.ALL, settings(1, 1), SILENT));
      assertRefused(
          "No objective has a weight above 0 at step 1",
          () -> tiny.loop(model, List.of(Objective.mntp(1).from(2)), settings(4, 1), SILENT));
      tiny.decoder.freezeParameters(true);
      assertRefused(
          "no trainable parameter",
          () -> tiny.loop(model, TinyModel.ALL, settings(4, 1), SILENT).run());
    }
  }

  private static void assertRefused(String why, Runnable run) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::run);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void pretrainingTrainsAllWeights() {
    try (TinyModel tiny = new TinyModel();
        LanguageModel model = LanguageModel.of(tiny.decoder)) {
      float[] head = tiny.decoder.head().toFloatArray();
      List<Objective> causal = List.of(Objective.msg(1).averagedPerToken());
      List<TrainingRow> history =
          tiny.loop(model, causal, TinyModel.settings(40), SILENT).run().history();
      double first = history.get(0).heldOut().get("msg");
      double last = history.get(40).heldOut().get("msg");
      assertTrue(last < first - 1, () -> first + " -> " + last);
      assertNotEquals(head[100], tiny.decoder.head().toFloatArray()[100]);
    }
  }
}
