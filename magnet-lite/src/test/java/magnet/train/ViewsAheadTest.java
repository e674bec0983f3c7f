package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Views that another thread makes one step ahead, as on a GPU: the same run, its faults told and
 * its end waited for.
 */
class ViewsAheadTest {

  private static final String THREAD = "magnet-views";
  private static final TrainingLoop.Listener SILENT = (row, steps) -> {};

  /** Losses and factors of a run. */
  private record Trained(List<Map<String, Double>> losses, Map<String, float[]> factors) {

    void assertSame(Trained other) {
      assertEquals(losses, other.losses);
      factors.forEach((name, values) -> assertArrayEquals(values, other.factors.get(name), name));
    }
  }

  private static Trained train(
      boolean ahead, Documents corpus, TrainingSettings settings, TrainingLoop.Listener listener) {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      Training training =
          new Training(
              tiny.views(settings.seed()),
              corpus,
              Optional.of(TinyModel.HELD_OUT),
              TinyModel.ALL,
              settings);
      TrainingLoop.Outcome outcome =
          new TrainingLoop(model, training, Recomputation.NEVER, listener).run(ahead);
      Map<String, float[]> factors = new TreeMap<>();
      lora.values().forEach((slot, values) -> factors.put(slot.toString(), values));
      return new Trained(outcome.history().stream().map(TrainingRow::losses).toList(), factors);
    }
  }

  private static TrainingSettings settings(int steps) {
    return TinyModel.settings(steps).batch(4).accumulation(2);
  }

  private static Documents corpus(IntFunction<Document> read) {
    return Documents.of("watched", TinyModel.CORPUS.size(), read);
  }

  @Test
  void numbersAreTheSameToTheBit() {
    train(false, TinyModel.CORPUS, settings(5), SILENT)
        .assertSame(train(true, TinyModel.CORPUS, settings(5), SILENT));
  }

  @Test
  void onlyTheTextsOfTheRunAreRead() {
    for (boolean ahead : new boolean[] {true, false}) {
      Set<String> readers = new ConcurrentSkipListSet<>();
      AtomicInteger read = new AtomicInteger();
      Documents watched =
          corpus(
              i -> {
                readers.add(Thread.currentThread().getName());
                read.incrementAndGet();
                return TinyModel.CORPUS.get(i);
              });
      train(ahead, watched, settings(3), SILENT);
      assertEquals(Set.of(ahead ? THREAD : Thread.currentThread().getName()), readers);
      assertEquals(3 * 8, read.get());
    }
  }

  @Test
  void anotherThreadIsUsedOnAGpuAlone() {
    try (TinyModel tiny = new TinyModel();
        LanguageModel model = LanguageModel.of(tiny.decoder)) {
      assertFalse(LocalSteps.viewsAhead(model), "the passes need all of a CPU's cores");
    }
  }

  @Test
  void whatGoesWrongReachesTheCaller() {
    for (Throwable fault :
        List.of(new IllegalStateException("unreadable"), new AssertionError("broken"))) {
      AtomicInteger read = new AtomicInteger();
      List<Integer> steps = new ArrayList<>();
      Documents broken =
          corpus(
              i -> {
                if (read.incrementAndGet() > 2 * 8) {
                  ViewsAheadTest.<RuntimeException>raise(fault);
                }
                return TinyModel.CORPUS.get(i);
              });
      Throwable thrown =
          assertThrows(
              fault.getClass(),
              () -> train(true, broken, settings(5), (row, of) -> steps.add(row.step())));
      assertSame(fault, thrown);
      assertEquals(List.of(0, 1, 2), steps, "the steps before are made");
    }
    assertNoThreadIsLeft();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable fault) throws T {
    throw (T) fault;
  }

  @Test
  void aRunThatEndsEarlyWaitsForItsReader() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Documents slow =
        corpus(
            i -> {
              begun.incrementAndGet();
              sleep(begun.get() > 8 ? 20 : 0);
              ended.incrementAndGet();
              return TinyModel.CORPUS.get(i);
            });
    TrainingLoop.Listener breaks =
        (row, steps) -> {
          if (row.step() == 1) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThrows(IllegalStateException.class, () -> train(true, slow, settings(5), breaks));
    assertEquals(begun.get(), ended.get(), "texts and tokenizer may be closed now");
    assertEquals(2 * 8, ended.get());
    assertNoThreadIsLeft();
  }

  @Test
  void anInterruptedRunFinishesItsStepAndGoesOnTheSame(@TempDir Path folder) {
    Trained whole = train(false, TinyModel.CORPUS, settings(6), SILENT);
    List<Integer> seen = new ArrayList<>();
    TrainingSettings kept = settings(6).checkpoints(folder, 100);
    train(
        true,
        corpus(
            i -> {
              sleep(1);
              return TinyModel.CORPUS.get(i);
            }),
        kept,
        (row, steps) -> {
          seen.add(row.step());
          if (row.step() == 2) {
            Thread.currentThread().interrupt();
          }
        });
    assertEquals(List.of(0, 1, 2, 3), seen, "the step after the interruption is finished");
    assertFalse(Thread.currentThread().isInterrupted());
    assertNoThreadIsLeft();
    Documents same = corpus(TinyModel.CORPUS::get);
    whole.assertSame(train(true, same, kept.resume(), SILENT));
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException("The thread that makes views is never interrupted.", e);
    }
  }

  private static void assertNoThreadIsLeft() {
    boolean there = true;
    for (int tries = 0; there && tries < 100; tries++) {
      sleep(20);
      there =
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread -> thread.getName().equals(THREAD));
    }
    assertTrue(!there, "a thread is left");
  }
}
