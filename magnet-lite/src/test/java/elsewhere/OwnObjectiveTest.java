package elsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import magnet.Adaptation;
import magnet.Corpus;
import magnet.History;
import magnet.Loading;
import magnet.Magnet;
import magnet.Objective;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.ViewBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objectives that a user writes: they compile outside of our packages and train with ours. */
class OwnObjectiveTest {

  private static final Corpus STORIES = Corpus.pocket().limit(64);
  private static Magnet base;

  @BeforeAll
  static void load() {
    base = Magnet.load("pocket", Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    base.close();
  }

  private static Adaptation quick(Objective... objectives) {
    return Magnet.adapt(base)
        .on(STORIES)
        .objectives(objectives)
        .steps(12)
        .batch(4)
        .maxTokens(48)
        .learningRate(3e-3)
        .quiet();
  }

  private static double first(History history, String name) {
    return history.rows().get(0).losses().get(name);
  }

  @Test
  void whatIsDistilledStaysNearTheBase() {
    Distil distil = new Distil(Schedule.constant(20), 1);
    try (Magnet free = quick(Objective.mntp(1)).train();
        Magnet kept = quick(Objective.mntp(1), distil).train()) {
      assertEquals(
          List.of("mntp", "distil"), List.copyOf(kept.history().rows().get(3).losses().keySet()));
      assertEquals(0, first(kept.history(), "distil"), 1e-5, "fresh factors change nothing");
      assertTrue(kept.history().loss("distil").orElseThrow() > 1e-5, "then they do");
      String story = STORIES.text(40);
      double before = base.perplexity(story);
      assertTrue(
          Math.abs(kept.perplexity(story) - before)
              < 0.7 * Math.abs(free.perplexity(story) - before),
          () ->
              before
                  + ", distilled "
                  + kept.perplexity(story)
                  + ", free "
                  + free.perplexity(story));
    }
  }

  @Test
  void aLossOfStatesWithParametersOfItsOwnFallsAndIsMeasured() {
    NearMeans near = new NearMeans(Schedule.constant(1));
    try (Magnet model = quick(near).evaluateEvery(12).steps(24).train()) {
      double before = model.history().rows().get(0).heldOut().get("near means");
      double after = model.history().heldOutLoss("near means").orElseThrow();
      assertTrue(after < 0.8 * before, () -> before + " -> " + after);
      assertTrue(quick(near).views(3).pair().isPresent());
    }
  }

  @Test
  void itsSettingsDecideWhichCachedTrainingItIs(@TempDir Path cache) {
    Map<Double, String> prints = new TreeMap<>();
    for (double temperature : new double[] {1, 4, 1}) {
      Objective own = new Distil(Schedule.constant(2), temperature);
      try (Magnet model = quick(Objective.msg(1), own).steps(3).cached(cache).train()) {
        prints.put(temperature, model.fingerprint());
      }
    }
    assertEquals(2, cache.toFile().list().length, "the third was the first");
    Objective first = new Distil(Schedule.constant(2), 1);
    String name = quick(Objective.msg(1), first).steps(3).fingerprint();
    assertTrue(List.of(cache.toFile().list()).contains(name), "the folder is called so");
    assertNotEquals(prints.get(1.0), prints.get(4.0));
  }

  @Test
  void whatWasEditedIsTrainedAgainButMayGoOn(@TempDir Path folder) throws Exception {
    Objective before = drafted(folder.resolve("before"), "Schedule.constant(1)");
    Objective after = drafted(folder.resolve("after"), "Schedule.constant(2)");
    assertEquals(before.toString(), after.toString(), "nothing but the code tells them apart");
    assertEquals(quick(before).fingerprint(), quick(before).fingerprint());
    assertNotEquals(quick(before).fingerprint(), quick(after).fingerprint());
    Path kept = folder.resolve("kept");
    quick(before).steps(1).checkpoints(kept, 1).train().close();
    try (Magnet model = quick(after).steps(1).checkpoints(kept, 1).resume().train()) {
      assertEquals(1, model.history().steps());
    }
  }

  private static Objective drafted(Path folder, String weight) throws Exception {
    Path classes =
        Compiled.in(
            folder,
            """
            package drafted;
            import java.util.List;
            import magnet.train.*;
            public record Draft() implements magnet.Objective {
              public String name() { return "draft"; }
              public Schedule weight() { return %s; }
              public RequestedViews views() { return RequestedViews.spans(0); }
              public RequestedOutputs outputs(ViewBatch views) {
                return RequestedOutputs.ofPredictions(
                    List.of(new RequestedOutputs.Prediction(0, 5, 7, 1)), 1);
              }
            }
            """
                .formatted(weight));
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, OwnObjectiveTest.class.getClassLoader());
    return (Objective) loader.loadClass("drafted.Draft").getConstructor().newInstance();
  }

  @Test
  void whatCannotWorkIsRefused() {
    Objective own = new Distil(Schedule.constant(1), 1);
    assertRefused("[distil, distil]", () -> quick(own, own));
    assertRefused(
        "instruction before pairs",
        () -> quick(Objective.sscl(1), new NearMeans(Schedule.constant(1))).train());
  }

  /** Reads one output, be it there or not. */
  private record Reads(int sequence, int at, int token) implements Objective {

    @Override
    public String name() {
      return "reads";
    }

    @Override
    public Schedule weight() {
      return Schedule.constant(1);
    }

    @Override
    public RequestedViews views() {
      return RequestedViews.spans(0);
    }

    @Override
    public RequestedOutputs outputs(ViewBatch views) {
      return RequestedOutputs.ofPredictions(
          List.of(new RequestedOutputs.Prediction(sequence, at, token, 1)), 1);
    }
  }

  @Test
  void outputsThatAreNotThereAreRefused() {
    try (Magnet model = quick(new Reads(3, 5, 7)).steps(1).train()) {
      assertEquals(List.of("reads"), model.history().objectives());
    }
    assertRefused("reads sequence 4, but the batch has 4", () -> quick(new Reads(4, 0, 7)).train());
    assertRefused("token 48 of a sequence of", () -> quick(new Reads(0, 48, 7)).train());
    assertRefused("token -1 of", () -> quick(new Reads(0, -1, 7)).train());
    assertRefused("the token id 9999", () -> quick(new Reads(0, 3, 9999)).train());
    assertThrows(
        IllegalArgumentException.class,
        () -> new RequestedOutputs(List.of(), List.of(), 2),
        "examples of nothing");
  }

  private static void assertRefused(String why, Runnable run) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::run);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
