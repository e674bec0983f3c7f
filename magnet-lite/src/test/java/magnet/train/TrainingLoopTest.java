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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop learns, is deterministic, can be broken off and resumed, and stops where numbers do. */
class TrainingLoopTest {

  private static final TrainingListener SILENT = (row, steps) -> {};

  /** History (without speeds) and factors of a run. */
  private record Trained(List<TrainingRow> history, Map<String, float[]> factors) {

    void assertSame(Trained other) {
      assertEquals(history, other.history);
      assertEquals(factors.keySet(), other.factors.keySet());
      factors.forEach((name, values) -> assertArrayEquals(values, other.factors.get(name), name));
    }
  }

  private static Trained train(
      List<WeightedObjective> objectives,
      TrainingSettings settings,
      TrainingCheckpoints checkpoints,
      TrainingListener listener) {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingLoop.Outcome outcome =
          tiny.loop(model, objectives, settings, checkpoints, listener).run();
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
        row.step(), row.losses(), row.learningRate(), row.gradientNorm(), 0, row.heldOut());
  }

  @Test
  void heldOutLossesFall() {
    List<TrainingRow> history =
        train(TinyModel.ALL, TinyModel.settings(40), null, SILENT).history();
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
    Trained one = train(TinyModel.ALL, TinyModel.settings(5), null, SILENT);
    one.assertSame(train(TinyModel.ALL, TinyModel.settings(5), null, SILENT));
  }

  @Test
  void aRunThatBrokeOffAndWentOnIsTheSameRun(@TempDir Path folder) throws IOException {
    Trained whole = train(TinyModel.ALL, TinyModel.settings(9), null, SILENT);
    TrainingListener breaks =
        (row, steps) -> {
          if (row.step() == 5) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () ->
            train(
                TinyModel.ALL,
                TinyModel.settings(9),
                new TrainingCheckpoints(folder, 2, 2, false),
                breaks));
    assertEquals(folder.resolve("step-000004"), TrainingCheckpoints.latest(folder).orElseThrow());
    Trained resumed =
        train(
            TinyModel.ALL,
            TinyModel.settings(9),
            new TrainingCheckpoints(folder, 2, 2, true),
            SILENT);
    whole.assertSame(resumed);
    try (Stream<Path> kept = Files.list(folder)) {
      assertEquals(
          List.of("step-000008", "step-000009"),
          kept.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void whatAKilledProcessLeftBlocksNobody(@TempDir Path folder) throws IOException {
    train(
        TinyModel.ALL, TinyModel.settings(2), new TrainingCheckpoints(folder, 1, 1, false), SILENT);
    Path older = Files.createDirectory(folder.resolve(".part-x")); // as 0.1.0 left it
    Files.writeString(older.resolve(".state.safetensors.y.part"), "x");
    String id = "00000000-0000-0000-0000-000000000000";
    for (String step : List.of("step-000002", "step-000003")) {
      Path stage = Files.createDirectories(folder.resolve(step).resolve(".save-" + id));
      Files.writeString(stage.resolveSibling(".save-" + id + ".lock"), "");
      Files.writeString(stage.resolve(".state.safetensors." + id + ".part"), "x");
    }
    assertEquals(folder.resolve("step-000002"), TrainingCheckpoints.latest(folder).orElseThrow());
    Trained resumed =
        train(
            TinyModel.ALL,
            TinyModel.settings(2),
            new TrainingCheckpoints(folder, 1, 1, true),
            SILENT);
    train(TinyModel.ALL, TinyModel.settings(2), null, SILENT).assertSame(resumed);
    try (Stream<Path> all = Files.walk(folder)) {
      assertEquals(
          List.of("", "step-000002", "step-000002/state.safetensors", "step-000002/training.json"),
          all.map(path -> folder.relativize(path).toString()).sorted().toList());
    }
  }

  @Test
  void anotherRunIsNotResumed(@TempDir Path folder) {
    train(
        TinyModel.ALL, TinyModel.settings(2), new TrainingCheckpoints(folder, 1, 1, false), SILENT);
    IllegalArgumentException others =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                train(
                    TinyModel.ALL.subList(0, 2),
                    TinyModel.settings(3),
                    new TrainingCheckpoints(folder, 1, 1, true),
                    SILENT));
    assertTrue(others.getMessage().contains("steps is 3 here and 2"), others.getMessage());
    assertTrue(others.getMessage().contains("objective msg is absent here"), others.getMessage());
    IllegalArgumentException unasked =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                train(
                    TinyModel.ALL,
                    TinyModel.settings(2),
                    new TrainingCheckpoints(folder, 1, 1, false),
                    SILENT));
    assertTrue(unasked.getMessage().contains("step-000002"), unasked.getMessage());
  }

  @Test
  void anInterruptedRunKeepsWhatItLearnedAndCanGoOn(@TempDir Path folder) {
    Trained whole = train(TinyModel.ALL, TinyModel.settings(6), null, SILENT);
    List<Integer> seen = new ArrayList<>();
    train(
        TinyModel.ALL,
        TinyModel.settings(6),
        new TrainingCheckpoints(folder, 100, 1, false),
        (row, steps) -> {
          seen.add(row.step());
          if (row.step() == 2) {
            Thread.currentThread().interrupt();
          }
        });
    assertEquals(List.of(0, 1, 2, 3), seen, "the step after the interruption is finished");
    assertFalse(Thread.currentThread().isInterrupted());
    whole.assertSame(
        train(
            TinyModel.ALL,
            TinyModel.settings(6),
            new TrainingCheckpoints(folder, 100, 1, true),
            SILENT));
  }

  @Test
  void aLossThatIsNoNumberStopsTheRun() {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingListener spoils =
          (row, steps) -> {
            if (row.step() == 2) {
              lora.trainable().get(1).set(filled(lora.trainable().get(1).size()));
            }
          };
      IllegalStateException stopped =
          assertThrows(
              IllegalStateException.class,
              () -> tiny.loop(model, TinyModel.ALL, TinyModel.settings(5), null, spoils).run());
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
    List<WeightedObjective> objectives =
        List.of(
            TinyModel.ALL.get(0),
            new WeightedObjective(
                TinyModel.ALL.get(2).objective(), Schedule.constant(3).startingAt(3)));
    List<TrainingRow> history = train(objectives, TinyModel.settings(4), null, SILENT).history();
    assertEquals(List.of("mntp"), List.copyOf(history.get(2).losses().keySet()));
    assertEquals(List.of("mntp", "msg"), List.copyOf(history.get(3).losses().keySet()));
  }

  @Test
  void aProjectionHeadLearnsAndIsResumed(@TempDir Path folder) {
    try (TinyModel tiny = new TinyModel();
        ProjectionHead head = ProjectionHead.fresh(tiny.decoder, 8, 1);
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      float[] before = head.weight().toFloatArray();
      List<WeightedObjective> objectives =
          List.of(new WeightedObjective(new Contrastive(0.05, head), Schedule.constant(1)));
      TrainingCheckpoints checkpoints = new TrainingCheckpoints(folder, 2, 1, true);
      tiny.loop(model, objectives, TinyModel.settings(2), checkpoints, SILENT).run();
      float[] after = head.weight().toFloatArray();
      assertNotEquals(before[0], after[0]);
      head.weight().set(before);
      tiny.loop(model, objectives, TinyModel.settings(2), checkpoints, SILENT).run();
      assertArrayEquals(after, head.weight().toFloatArray());
    }
  }

  @Test
  void accumulatedPassesGiveTheirMeanGradient() {
    // One objective whose loss is a mean over texts, so that 2 x 4 texts equal 1 x 8.
    List<WeightedObjective> objectives = List.of(TinyModel.ALL.get(2));
    Trained parts = train(objectives, settings(4, 2), null, SILENT);
    Trained whole = train(objectives, settings(8, 1), null, SILENT);
    assertEquals(
        whole.history().get(1).losses().get("msg"),
        parts.history().get(1).losses().get("msg"),
        1e-5);
    assertEquals(
        whole.history().get(1).gradientNorm(), parts.history().get(1).gradientNorm(), 1e-5);
  }

  private static TrainingSettings settings(int batch, int accumulation) {
    return new TrainingSettings(
        2,
        batch,
        accumulation,
        new LearningRate(1e-3, 0, LearningRate.Decay.CONSTANT),
        AdamW.Settings.ADAPTATION,
        0,
        0,
        0,
        42);
  }

  @Test
  void impossibleSettingsAreRefusedBeforeTheFirstStep() {
    try (TinyModel tiny = new TinyModel();
        LanguageModel model = LanguageModel.of(tiny.decoder)) {
      assertRefused(
          "nothing to contrast",
          () -> tiny.loop(model, TinyModel.ALL, settings(1, 1), null, SILENT));
      assertRefused(
          "No objective has a weight above 0 at step 1",
          () ->
              tiny.loop(
                  model,
                  List.of(
                      new WeightedObjective(
                          new MaskedNextToken(), Schedule.constant(1).startingAt(2))),
                  settings(4, 1),
                  null,
                  SILENT));
      tiny.decoder.freezeParameters(true);
      assertRefused(
          "no trainable parameter",
          () -> tiny.loop(model, TinyModel.ALL, settings(4, 1), null, SILENT).run());
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
      List<WeightedObjective> causal =
          List.of(
              new WeightedObjective(
                  new SpanGeneration(SpanGeneration.Averaging.PER_TOKEN), Schedule.constant(1)));
      List<TrainingRow> history =
          tiny.loop(model, causal, TinyModel.settings(40), null, SILENT).run().history();
      double first = history.get(0).heldOut().get("msg");
      double last = history.get(40).heldOut().get("msg");
      assertTrue(last < first - 1, () -> first + " -> " + last);
      assertNotEquals(head[100], tiny.decoder.head().toFloatArray()[100]);
    }
  }
}
