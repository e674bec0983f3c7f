package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import magnet.train.LatestCheckpoint;
import magnet.train.TrainingRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Adaptation and pretraining as a user says them. */
class AdaptationTest {

  @TempDir static Path folder;

  private static Magnet base;

  @BeforeAll
  static void load() {
    base = Magnet.load(TinyCheckpoint.in(folder.resolve("base")), Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    base.close();
  }

  private static Adaptation quick() {
    return Magnet.adapt(base).on(Corpus.pocket()).steps(3).batch(4).maxTokens(48).seed(2).quiet();
  }

  @Test
  void aBuilderIsAValue() {
    Adaptation one = quick();
    assertNotSame(one, one.steps(5));
    try (Magnet three = one.train();
        Magnet two = one.steps(2).train()) {
      assertEquals(3, three.history().steps());
      assertEquals(2, two.history().steps());
      assertTrue(one.toString().contains("trained: 3 steps"), one.toString());
      assertTrue(quick().toString().contains("not trained yet"));
    }
  }

  @Test
  void itTrainsOnceForAllThreadsThatNeedIt() {
    Adaptation adaptation = quick();
    List<Magnet> models =
        IntStream.range(0, 4).parallel().mapToObj(i -> adaptation.model()).toList();
    try (Magnet model = adaptation.train()) {
      models.forEach(each -> assertSame(model, each));
    }
  }

  @Test
  void recomputationChangesNoNumber() {
    Lora lora = Lora.rank(2).dropout(0.2);
    try (Magnet plain = quick().lora(lora).recompute(false).train();
        Magnet recomputed = quick().lora(lora).recompute(true).train()) {
      assertEquals(plain.fingerprint(), recomputed.fingerprint());
      assertNotEquals(plain.fingerprint(), base.fingerprint());
    }
  }

  @Test
  void theBaseStaysAsItWas() {
    float[] before = base.embed("a cat and a dog").vectors()[0];
    try (Magnet adapted = quick().learningRate(1e-2).train();
        Magnet without = adapted.withoutAdapter()) {
      assertArrayEquals(before, base.embed("a cat and a dog").vectors()[0]);
      assertArrayEquals(before, without.embed("a cat and a dog").vectors()[0]);
      assertFalse(Arrays.equals(before, adapted.embed("a cat and a dog").vectors()[0]));
      assertEquals(0, base.history().steps());
    }
  }

  @Test
  void theHistoryIsATableAndAPicture() {
    try (Magnet model = quick().steps(4).evaluateEvery(2).train()) {
      History history = model.history();
      assertTrue(history.isComplete());
      Table table = history.table();
      assertEquals(5, table.rowCount(), "step 0 and four steps");
      assertEquals(
          List.of(
              "step",
              "mntp",
              "sscl",
              "msg",
              "held-out mntp",
              "held-out sscl",
              "held-out msg",
              "learning rate",
              "gradient norm",
              "tokens",
              "tokens/s"),
          table.columnNames());
      assertTrue(table.doubleColumn("mntp").isMissing(0));
      assertTrue(table.doubleColumn("held-out msg").isMissing(1));
      assertFalse(table.doubleColumn("held-out msg").isMissing(4));
      assertEquals(history.loss("msg").orElseThrow(), table.doubleColumn("msg").get(4));
      assertEquals(Optional.empty(), history.loss("other"));
      assertEquals(6, history.chart().getSeriesMap().size());
      assertTrue(history.toString().startsWith("4 steps, mntp "), history.toString());
    }
  }

  @Test
  void objectivesComeAndGoBySchedule() {
    try (Magnet model =
        quick()
            .steps(4)
            .objectives(Objective.mntp(1).then(3, 0), Objective.msg(2).from(2))
            .train()) {
      List<List<String>> active =
          model.history().rows().stream().map(row -> List.copyOf(row.losses().keySet())).toList();
      assertEquals(
          List.of(List.of("mntp"), List.of("mntp", "msg"), List.of("msg"), List.of("msg")), active);
    }
  }

  @Test
  void everyOptionIsHonoured() {
    try (Magnet model =
        quick()
            .on(Corpus.of(List.of("The cat sat on the mat.", "A dog ran in the park.")).crops(1, 1))
            .objectives(
                Objective.mntp(1).masking(0.4).maskToken("a"),
                Objective.sscl(1).temperature(0.1).projection(8).instruction(""),
                Objective.msg(1).wholeTexts(0.5).averagedPerToken())
            .lora(Lora.rank(2).alpha(2).dropout(0.1).targets("q_proj", "v_proj"))
            .learningRate(1e-3)
            .warmUp(1)
            .linearDecay()
            .clipping(0.5)
            .accumulate(2)
            .train()) {
      assertEquals(3, model.history().steps());
      assertEquals(1e-3, model.history().rows().get(0).learningRate(), 1e-8);
      assertEquals(List.of("q_proj", "v_proj"), model.adapter().orElseThrow().config().targets());
    }
  }

  @Test
  void aRunGoesOnWhereItWasBrokenOff(@TempDir Path place) {
    Adaptation whole = quick().steps(4);
    Adaptation kept = whole.checkpoints(place, 2);
    Thread.currentThread().interrupt();
    Magnet begun = kept.train();
    assertFalse(begun.history().isComplete());
    assertEquals(1, begun.history().steps());
    assertTrue(LatestCheckpoint.in(place).isPresent());
    try (Magnet resumed = kept.resume().train();
        Magnet once = whole.train()) {
      assertArrayEquals(once.embed("a cat").vectors()[0], resumed.embed("a cat").vectors()[0]);
      assertEquals(4, resumed.history().steps());
    }
    begun.close();
    assertRefused("earlier run", () -> whole.checkpoints(place, 2).train());
    assertRefused("seed is 9 here and 2", () -> kept.resume().seed(9).train());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3})
  void numbersThatCannotBeAreRefusedAtOnce(int number) {
    assertRefused("steps is " + number, () -> quick().steps(number));
    assertRefused("batch is " + number, () -> quick().batch(number));
    assertRefused("batches is " + number, () -> quick().accumulate(number));
    assertRefused("learning rate of " + number, () -> quick().learningRate(number));
    assertRefused("evaluations is " + number, () -> quick().evaluateEvery(number));
    assertRefused("tokens is " + number, () -> quick().maxTokens(number));
    assertRefused("checkpoints is " + number, () -> quick().checkpoints(Path.of("x"), number));
    assertRefused("r is " + number, () -> Lora.rank(number));
    assertRefused("lora_alpha is " + number, () -> Lora.rank(2).alpha(number));
    assertRefused("mask share of " + number, () -> Objective.mntp(1).masking(number));
    assertRefused("temperature of " + number, () -> Objective.sscl(1).temperature(number));
    assertRefused("Step " + number, () -> Objective.msg(1).from(number));
  }

  @Test
  void aCachedTrainingIsDoneOnce(@TempDir Path cache) {
    try (Magnet first = quick().cached(cache).train();
        Magnet again = quick().cached(cache).train();
        Magnet other = quick().seed(9).cached(cache).train()) {
      double[] speeds =
          first.history().rows().stream().mapToDouble(TrainingRow::tokensPerSecond).toArray();
      assertArrayEquals(
          speeds,
          again.history().rows().stream().mapToDouble(TrainingRow::tokensPerSecond).toArray(),
          "the clock never gives the same numbers twice: these are the first run's");
      assertArrayEquals(first.embed("Tom ran.").vectors()[0], again.embed("Tom ran.").vectors()[0]);
      assertNotEquals(first.history().loss("msg"), other.history().loss("msg"));
      assertEquals(2, cache.toFile().list().length, "a folder for each of the two trainings");
    }
    assertThrows(IllegalStateException.class, () -> quick().cached(cache).resume());
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertRefused("each once", () -> quick().objectives());
    assertRefused("each once", () -> quick().objectives(Objective.msg(1), Objective.msg(2)));
    assertRefused("97 tokens are longer", () -> quick().maxTokens(97).train());
    assertRefused("A warm-up of 3", () -> quick().warmUp(3).train());
    assertRefused("nothing to contrast", () -> quick().batch(1).train());
    assertRefused("Without dropout", () -> quick().on(Corpus.pocket().sameText()).train());
    assertRefused(
        "mask token \"two words\"",
        () -> quick().objectives(Objective.mntp(1).maskToken("two words")).train());
    try (Magnet adapted = quick().train()) {
      assertRefused("has an adapter", () -> Magnet.adapt(adapted));
      try (Magnet merged = adapted.merge();
          Magnet again =
              Magnet.adapt(merged)
                  .on(Corpus.pocket())
                  .steps(1)
                  .batch(2)
                  .maxTokens(48)
                  .quiet()
                  .train()) {
        assertEquals(1, again.history().steps());
      }
    }
    assertThrows(IllegalStateException.class, () -> quick().resume());
  }

  @Test
  void aTextMustBeNamedButForPocket() {
    assertRefused("name one by on(", () -> Magnet.adapt(base).steps(1).quiet().train());
    assertRefused("name one by on(", () -> Magnet.adapt(base).views(0));
    assertRefused("on(null)", () -> quick().on(null));
    assertRefused("heldOut(null)", () -> quick().heldOut(null));
    assertRefused("corpus is null", () -> Magnet.pretrain(null));
    assertRefused("lora(null)", () -> quick().lora(null));
    assertRefused("each once", () -> quick().objectives(Objective.msg(1), null));
    try (Magnet pocket = Magnet.load("pocket", Loading.auto().device("cpu"))) {
      Adaptation stories = Magnet.adapt(pocket).maxTokens(48);
      assertEquals(
          Magnet.adapt(pocket).on(Corpus.pocket()).maxTokens(48).views(0).toString(),
          stories.views(0).toString());
      Path saved = folder.resolve("pocket");
      pocket.save(saved);
      try (Magnet own = Magnet.load(saved, Loading.auto().device("cpu"))) {
        assertRefused("name one by on(", () -> Magnet.adapt(own).views(0));
      }
    }
  }

  @Test
  void equalTextsAreNoNegativesAndFewDifferentOnesAreTold() {
    Adaptation alike =
        Magnet.adapt(base)
            .on(Corpus.of(List.of("The cat sat on the mat.", "The cat sat on the mat.")))
            .objectives(Objective.sscl(1))
            .steps(2)
            .batch(2)
            .quiet();
    PrintStream out = System.out;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    try (Magnet model = alike.train();
        Magnet different =
            alike.on(Corpus.of(List.of("The cat sat on the mat.", "A dog ran."))).train()) {
      assertEquals(0, model.history().loss("sscl").orElseThrow(), 1e-6);
      assertTrue(different.history().loss("sscl").orElseThrow() > 1e-3);
    } finally {
      System.setOut(out);
    }
    List<String> notes = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(
        notes.get(0).startsWith("The corpus has fewer different texts (1) than a batch (2)"),
        notes.get(0));
  }

  private static void assertRefused(String why, Runnable run) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::run);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void aModelFromScratchCanBeSavedLoadedAndAdapted(@TempDir Path saved) {
    Pretraining pretraining =
        Magnet.pretrain(Corpus.pocket().limit(60)).device("cpu").steps(3).batch(4).quiet();
    try (Magnet model = pretraining.model()) {
      assertSame(model, pretraining.train());
      assertEquals(List.of("msg"), List.copyOf(model.history().rows().get(0).losses().keySet()));
      model.save(saved);
      try (Magnet loaded = Magnet.load(saved, Loading.auto().device("cpu"));
          Magnet adapted =
              Magnet.adapt(model).on(Corpus.pocket()).steps(1).batch(2).quiet().train()) {
        assertArrayEquals(
            model.embed("Tom ran.").vectors()[0], loaded.embed("Tom ran.").vectors()[0]);
        assertEquals(1, adapted.history().steps());
      }
    }
  }

  @Test
  void anArchitectureNeedsRoomForItsTokenizer() {
    assertRefused(
        "withVocabularySize",
        () ->
            Magnet.pretrain(
                    base.architecture().withVocabularySize(50),
                    folder.resolve("base"),
                    Corpus.pocket())
                .train());
  }

  @Test
  void aWatcherSeesTheModelWhileItLearns() {
    List<Integer> steps = new ArrayList<>();
    List<String> prints = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    Adaptation watched =
        quick()
            .steps(5)
            .watch(
                2,
                now -> {
                  steps.add(now.history().steps());
                  prints.add(now.fingerprint());
                  vectors.add(now.embed("a cat and a dog").vectors()[0]);
                });
    try (Magnet model = watched.train();
        Magnet unwatched = quick().steps(5).train()) {
      assertEquals(List.of(2, 4, 5), steps);
      assertEquals(3, prints.stream().distinct().count(), "it learns between the looks");
      assertEquals(model.fingerprint(), prints.get(2));
      assertArrayEquals(model.embed("a cat and a dog").vectors()[0], vectors.get(2));
      assertEquals(unwatched.fingerprint(), model.fingerprint(), "looking changes nothing");
      assertNotEquals(base.fingerprint(), model.fingerprint());
    }
  }

  @Test
  void weightDecayMakesAMatrixSmaller() {
    try (Magnet plain = quick().steps(1).learningRate(0.1).weightDecay(0).train();
        Magnet decayed = quick().steps(1).learningRate(0.1).weightDecay(0.9).train()) {
      assertNotEquals(plain.fingerprint(), decayed.fingerprint());
      assertTrue(length(decayed) < length(plain));
    }
    assertThrows(IllegalArgumentException.class, () -> quick().weightDecay(1));
  }

  /** The l2 norm of the A factors, which are not zero at first. */
  private static double length(Magnet model) {
    return model.adapter().orElseThrow().factors().entrySet().stream()
        .filter(each -> each.getKey().factor() == 'A')
        .flatMapToDouble(
            each -> IntStream.range(0, each.getValue().length).mapToDouble(i -> each.getValue()[i]))
        .map(value -> value * value)
        .sum();
  }
}
