package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import magnet.cluster.Cluster;
import magnet.cluster.Outer;
import magnet.cluster.ParameterSum;
import magnet.cluster.Round;
import magnet.cluster.RunPlan;
import magnet.cluster.Workplace;
import magnet.train.LatestCheckpoint;
import magnet.train.LocalSteps;
import magnet.train.TrainingRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapting with several workers, all of them in this process. */
class AcrossTest {

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

  /** Everything that draws numbers or changes over the steps. */
  private static Adaptation whole() {
    return Magnet.adapt(base)
        .on(Corpus.pocket().limit(90))
        .objectives(Objective.mntp(1), Objective.sscl(0.2).projection(8), Objective.msg(3).from(3))
        .lora(Lora.rank(2).dropout(0.2))
        .steps(7)
        .batch(4)
        .accumulate(2)
        .maxTokens(48)
        .warmUp(2)
        .evaluateEvery(3)
        .seed(2)
        .quiet();
  }

  private static Cluster two() {
    return Cluster.here().workers(2).localSteps(3);
  }

  /** The numbers of the history, without speeds. */
  private static List<String> rows(Magnet model) {
    return model.history().rows().stream()
        .map(
            row ->
                row.step()
                    + " "
                    + row.losses()
                    + row.learningRate()
                    + row.gradientNorm()
                    + " "
                    + row.tokens()
                    + (row.heldOut().isEmpty() ? "" : row.heldOut()))
        .toList();
  }

  @Test
  void oneWorkerThatAveragesTrainsAsIfAloneToTheBit() {
    Cluster one = Cluster.here().localSteps(3).outer(Outer.averaging());
    try (Magnet alone = whole().train();
        Magnet across = whole().across(one).train()) {
      assertEquals(alone.fingerprint(), across.fingerprint());
      assertEquals(rows(alone), rows(across));
      assertTrue(across.history().isComplete());
    }
  }

  @Test
  void theOuterOptimiserAndTheNumberOfWorkersCount() {
    TreeSet<String> different = new TreeSet<>();
    for (Cluster cluster :
        List.of(
            two(),
            two().outer(Outer.averaging()),
            two().localSteps(4),
            two().workers(3),
            two().workers(1))) {
      try (Magnet model = whole().across(cluster).train()) {
        different.add(model.fingerprint());
      }
    }
    assertEquals(5, different.size());
  }

  @Test
  void theTokensOfAStepAreThoseOfAllWorkers() {
    try (Magnet one = whole().across(two().workers(1)).train();
        Magnet three = whole().across(two().workers(3)).train()) {
      double times =
          three.history().tokens().orElseThrow() / (double) one.history().tokens().orElseThrow();
      assertEquals(3, times, 0.5, "each reads as many texts, of other lengths");
    }
  }

  @Test
  void textIsMeasuredAndWatchersLookAtTheEndsOfRounds() {
    List<Integer> seen = new ArrayList<>();
    try (Magnet model =
        whole().across(two()).watch(2, now -> seen.add(now.history().steps())).train()) {
      List<Integer> measured =
          model.history().rows().stream()
              .filter(row -> !row.heldOut().isEmpty())
              .map(TrainingRow::step)
              .toList();
      assertEquals(List.of(0, 3, 6, 7), measured);
      assertEquals(List.of(3, 6, 7), seen);
    }
  }

  @Test
  void aRunThatBrokeOffGoesOnAtItsLastRoundToTheBit(@TempDir Path place) {
    Adaptation run = whole().across(two());
    Adaptation kept = run.checkpoints(place, 1);
    IllegalStateException broken =
        assertThrows(
            IllegalStateException.class,
            () ->
                whole()
                    .across(Cluster.at(new Wire(5), 2).localSteps(3))
                    .checkpoints(place, 1)
                    .train());
    assertEquals("lost at step 5", broken.getMessage());
    assertEquals(place.resolve("step-000003"), LatestCheckpoint.in(place).orElseThrow());
    try (Magnet whole = run.train();
        Magnet resumed = kept.resume().train()) {
      assertEquals(whole.fingerprint(), resumed.fingerprint());
      assertEquals(rows(whole), rows(resumed));
    }
    IllegalArgumentException other =
        assertThrows(
            IllegalArgumentException.class,
            () -> whole().across(two().workers(3)).checkpoints(place, 1).resume().train());
    assertTrue(other.getMessage().contains("workers is 3 workers"), other.getMessage());
  }

  @Test
  void anInterruptionEndsARunAfterItsRound() {
    Thread.currentThread().interrupt();
    try (Magnet begun = whole().across(two()).train()) {
      assertEquals(3, begun.history().steps());
    }
  }

  @Test
  void whatGoesToWorkersAndBackSurvivesTheWay() {
    Wire wire = new Wire(Integer.MAX_VALUE);
    try (Magnet here = whole().across(two()).train();
        Magnet far = whole().across(Cluster.at(wire, 2).localSteps(3)).train()) {
      assertEquals(here.fingerprint(), far.fingerprint());
      assertEquals(rows(here), rows(far));
    }
  }

  @Test
  void workersReadTogetherWhatOneWouldReadInOrder() {
    Wire wire = new Wire(Integer.MAX_VALUE);
    Adaptation run =
        whole()
            .accumulate(1)
            .steps(5)
            .on(Corpus.pocket().limit(40))
            .heldOut(Corpus.pocket().limit(4));
    run.across(Cluster.at(wire, 2).localSteps(5)).train().close();
    // 2 workers x 5 steps x 4 texts: every text of the first epoch once
    assertEquals(40, wire.texts.values().stream().mapToInt(TreeSet::size).sum());
    TreeSet<Integer> all = new TreeSet<>();
    wire.texts.values().forEach(all::addAll);
    assertEquals(40, all.size());
  }

  @Test
  void aWorkerWithAnotherBaseIsRefused() {
    try (Magnet pocket = Magnet.load("pocket", Loading.auto().device("cpu"))) {
      Wire wire = new Wire(Integer.MAX_VALUE);
      wire.base = pocket;
      assertOtherBase(wire);
    }
    try (Magnet learnt = whole().steps(1).warmUp(0).learningRate(0.1).train();
        Magnet merged = learnt.merge()) {
      Wire wire = new Wire(Integer.MAX_VALUE);
      wire.base = merged;
      assertOtherBase(wire);
    }
  }

  private static void assertOtherBase(Wire wire) {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> whole().across(Cluster.at(wire, 2)).train());
    assertTrue(refused.getMessage().contains("give all machines the same files"));
  }

  @Test
  void anAdaptationGoesOnFromAnAdapter() {
    try (Magnet first = whole().train()) {
      Adapter learnt = first.adapter().orElseThrow();
      Adaptation next = Magnet.adapt(base).from(learnt).on(Corpus.pocket()).steps(1).quiet();
      try (Magnet still = next.learningRate(1e-12).weightDecay(0).train();
          Magnet onwards = next.batch(4).train()) {
        assertEquals(learnt.config(), still.adapter().orElseThrow().config());
        Map<?, float[]> factors = still.adapter().orElseThrow().factors();
        learnt.factors().forEach((slot, own) -> assertArrayEquals(own, factors.get(slot), 1e-9f));
        assertNotEquals(first.fingerprint(), onwards.fingerprint());
      }
    }
  }

  @Test
  void anotherBeginningIsAnotherRun(@TempDir Path cache) {
    try (Magnet first = whole().steps(1).warmUp(0).train();
        Magnet second = whole().steps(1).warmUp(0).seed(3).train()) {
      Adaptation kept =
          Magnet.adapt(base).on(Corpus.pocket()).steps(2).batch(4).quiet().lora(Lora.rank(2));
      try (Magnet a = kept.from(first.adapter().orElseThrow()).cached(cache).train();
          Magnet b = kept.from(second.adapter().orElseThrow()).cached(cache).train();
          Magnet c = kept.cached(cache).train();
          Magnet again = kept.from(first.adapter().orElseThrow()).cached(cache).train()) {
        assertEquals(3, cache.toFile().list().length);
        assertEquals(a.fingerprint(), again.fingerprint());
        assertEquals(
            3, new TreeSet<>(List.of(a.fingerprint(), b.fingerprint(), c.fingerprint())).size());
      }
    }
  }

  @Test
  void anAdapterThatDoesNotFitIsRefused() {
    try (Magnet first = whole().steps(1).warmUp(0).train();
        Magnet pocket = Magnet.load("pocket", Loading.auto().device("cpu"))) {
      Adapter learnt = first.adapter().orElseThrow();
      assertRefused("made for another base model", () -> Magnet.adapt(pocket).from(learnt));
      assertRefused("adapter is null", () -> Magnet.adapt(base).from(null));
      for (Lora named :
          List.of(Lora.rank(4), Lora.rank(2).alpha(9), Lora.rank(2).targets("q_proj"))) {
        assertRefused("lora(...) names", () -> Magnet.adapt(base).from(learnt).lora(named));
        assertRefused("lora(...) names", () -> Magnet.adapt(base).lora(named).from(learnt));
      }
      Magnet.adapt(base).from(learnt).lora(Lora.rank(2).dropout(0.5));
      assertRefused("from(adapter)", () -> Magnet.adapt(first));
      assertRefused("workers is null", () -> whole().across(null));
    }
  }

  private static void assertRefused(String why, Runnable run) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::run);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  /** Workers that see only what came over a wire, and are lost at some step. */
  private static final class Wire implements Workplace {

    private final int lostAt;
    private final Map<Integer, TreeSet<Integer>> texts = new TreeMap<>();
    private Magnet base = AcrossTest.base;

    Wire(int lostAt) {
      this.lostAt = lostAt;
    }

    @Override
    public Workers open(RunPlan plan, LocalWorker here) {
      RunPlan sent = wired(plan);
      return (round, parts) -> {
        if (round.last() >= lostAt) {
          throw new IllegalStateException("lost at step " + lostAt);
        }
        ParameterSum sum = new ParameterSum();
        List<WorkerUpdate> each = new ArrayList<>();
        for (Round.Part part : parts) {
          texts
              .computeIfAbsent(part.worker(), worker -> new TreeSet<>())
              .addAll(part.texts().texts().keySet());
          LocalSteps.Result result = wired(Adaptation.work(base, sent, wired(round), wired(part)));
          sum.add(result.state().parameters());
          each.add(wired(new WorkerUpdate(part.worker(), result.withoutParameters())));
        }
        return new RoundResult(wired(sum), each);
      };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> T wired(T value) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
          out.writeObject(value);
        }
        return (T)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
