package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import magnet.model.LoraFactors;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of one base that are used, made and closed at the same time give what one thread gets. */
class SideBySideTest {

  private static final int THREADS = 8;

  @TempDir Path folder;

  @Test
  void modelsOfOneBaseDoNotDisturbOneAnother() throws Exception {
    hold(Duration.ofSeconds(4));
  }

  @Test
  @Tag("slow")
  void norDoTheyInAMinute() throws Exception {
    hold(Duration.ofMinutes(1));
  }

  private void hold(Duration time) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
    PrintStream usual = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream())); // each merge says its cost
    try (Magnet base = Magnet.load(TinyCheckpoint.in(folder), Loading.auto().device("cpu"));
        Magnet adapted = base.with(adapter(base))) {
      List<Callable<String>> calls = new ArrayList<>();
      for (Magnet model : List.of(base, adapted)) {
        calls.add(() -> Arrays.deepToString(model.embed("the cat", "a dog and a ball").vectors()));
        calls.add(() -> model.infill("the ___ dog", Infilling.tokens(2)).toString());
        calls.add(() -> model.generate("the", Generating.tokens(4)).toString());
      }
      List<String> alone = new ArrayList<>();
      for (Callable<String> call : calls) {
        alone.add(call.call());
      }
      AtomicBoolean over = new AtomicBoolean();
      Future<Integer> others = pool.submit(() -> makeAndClose(base, adapted, over));
      long end = System.nanoTime() + time.toNanos();
      List<Future<Integer>> users = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        users.add(
            pool.submit(
                () -> {
                  int done = first;
                  for (; System.nanoTime() < end; done++) {
                    int which = done % calls.size();
                    assertEquals(alone.get(which), calls.get(which).call());
                  }
                  return done - first;
                }));
      }
      try {
        for (Future<Integer> user : users) {
          assertTrue(user.get() > 0, "a thread called nothing");
        }
      } catch (ExecutionException e) {
        throw new AssertionError("a call beside others failed: " + e.getCause(), e.getCause());
      } finally {
        over.set(true);
        assertTrue(others.get() > 0, "no model was made beside the calls");
      }
    } finally {
      System.setErr(usual);
      pool.shutdownNow();
    }
  }

  private static int makeAndClose(Magnet base, Magnet adapted, AtomicBoolean over) {
    Adapter adapter = adapted.adapter().orElseThrow();
    int made = 0;
    for (; !over.get(); made++) {
      try (Magnet other = base.with(adapter);
          Magnet merged = other.merge();
          Magnet again = merged.with(adapter)) {
        assertEquals(other.architecture(), again.architecture());
      }
    }
    return made;
  }

  /** Of random numbers that change what the base says. */
  private static Adapter adapter(Magnet base) {
    AdapterConfig config = new AdapterConfig(3, 6, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    SplittableRandom random = new SplittableRandom(5);
    Map<LoraSlot, float[]> values = new LinkedHashMap<>();
    try (LoraFactors zero = LoraFactors.fresh(config, base.decoder(), 1)) {
      zero.values()
          .forEach(
              (slot, some) -> {
                for (int i = 0; i < some.length; i++) {
                  some[i] = (float) random.nextGaussian(0, 0.3);
                }
                values.put(slot, some);
              });
      return new Adapter(zero.config(), values);
    }
  }
}
