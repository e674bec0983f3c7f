package magnet.recipe;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import magnet.data.BadRows;
import magnet.io.AtomicFile;
import magnet.io.YamlText;
import magnet.recipe.settings.AdapterPlan;
import magnet.recipe.settings.TrainingPlan;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;

/**
 * Has the parts of a run done by workers, as soon as what they need is there, and brings what they
 * made home: to where a run on this machine finds it by its content.
 */
final class RunSpread {

  /** Where a part keeps the state of its training, in its run's folder. */
  private static final String STATES = "trainings/";

  private static final Gson JSON = new Gson();

  private final Recipe recipe;
  private final RunFolder folder;
  private final Path trainings;
  private final RunOptions options;
  private final RunWorkers workers;
  private final String text;
  private final ProgressView progress = Progress.usual();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "part of a run");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<BadRows.BadRow> badRows = new LinkedHashSet<>();
  private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
  private final long begun = System.nanoTime();
  private int all;
  private int done;

  /** What is left of a recipe to be done; this machine keeps the state of trainings in a folder. */
  RunSpread(
      Recipe recipe, RunFolder folder, Path trainings, RunOptions options, RunWorkers workers) {
    this.recipe = recipe;
    this.folder = folder;
    this.trainings = trainings;
    this.workers = workers;
    this.options =
        new RunOptions(options.onlyMissing(), false, options.skipBadRows(), List.of(), List.of());
    text = YamlText.yaml(recipe.settings());
  }

  /**
   * Has everything done. Where a part fails, the others go on, so that nothing is lost but what
   * needs it.
   *
   * @return rows of data that were left out
   * @throws IllegalArgumentException if recipe, models and data do not fit together
   * @throws IllegalStateException if a part failed for another reason, or this thread was
   *     interrupted
   */
  List<BadRows.BadRow> done() {
    try (progress) {
      List<CompletableFuture<Void>> parts = new ArrayList<>();
      for (TrainingPlan plan : recipe.trainings()) {
        for (long seed : plan.seeds()) {
          expect(1 + recipe.evaluations().size());
          parts.add(begun(plan.name() + ", seed " + seed, () -> train(plan, seed)));
        }
      }
      for (Baseline each : recipe.baselines()) {
        parts.addAll(beside(each.title(), each == Baselines.BASE));
      }
      for (AdapterPlan each : recipe.adapters()) {
        parts.addAll(beside(each.name(), true));
      }
      tell();
      join(parts);
    } finally {
      threads.shutdownNow();
    }
    if (!failures.isEmpty()) {
      throw failed();
    }
    return List.copyOf(badRows);
  }

  /** The parts of a candidate that is not trained. */
  private List<CompletableFuture<Void>> beside(String candidate, boolean shown) {
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    if (shown && !recipe.samples().isEmpty()) {
      expect(1);
      RunPart samples = part(candidate, List.of(), List.of(), true, null);
      parts.add(begun(samples.words(), () -> bring(samples)));
    }
    expect(recipe.evaluations().size());
    parts.addAll(measured(candidate, List.of(), null));
    return parts;
  }

  /** Begins with a part; if it fails, that is told at once. */
  private CompletableFuture<Void> begun(String words, Runnable work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            synchronized (this) {
              failures.put(words, e);
            }
            progress.note(words + " failed, and the other parts go on: " + why(e));
          }
        },
        threads);
  }

  private void join(List<CompletableFuture<Void>> parts) {
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).get();
    } catch (InterruptedException e) {
      workers.cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The run was interrupted; its finished parts are kept, and the same run does the rest.",
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A part of the run ended with " + e.getCause(), e);
    }
  }

  private static String why(RuntimeException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** What is wrong with the first part that failed, and what became of the others. */
  private RuntimeException failed() {
    RuntimeException first = failures.values().iterator().next();
    String said =
        "%s (Failed: %s. The %d other parts are done and kept; the same run does the rest.)"
            .formatted(why(first), String.join("; ", failures.keySet()), done);
    return first instanceof IllegalArgumentException
        ? new IllegalArgumentException(said, first)
        : new IllegalStateException(said, first);
  }

  private void train(TrainingPlan plan, long seed) {
    String name = plan.name();
    boolean shown = !recipe.samples().isEmpty() && seed == plan.seeds().get(0);
    Optional<String> before = stateName(name, seed);
    RunWorkers.Sent state = before.map(this::state).orElse(null);
    RunPart part = part(name, List.of(seed), List.of(), shown, state);
    Optional<String> made;
    try {
      made = bring(part);
    } catch (RuntimeException e) {
      expect(-recipe.evaluations().size()); // of what is not there
      throw e;
    }
    if (made.isPresent()) {
      AtomicFile.write(folder.stateName(name, seed), made.get());
      state = state(made.get());
    } else if (before.isEmpty()) {
      throw new IllegalStateException("No training came of " + part.words());
    }
    join(measured(name, List.of(seed), state));
  }

  private List<CompletableFuture<Void>> measured(
      String candidate, List<Long> seeds, RunWorkers.Sent state) {
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    for (EvaluationPlan plan : recipe.evaluations()) {
      RunPart part = part(candidate, seeds, List.of(plan.name()), false, state);
      parts.add(begun(part.words(), () -> bring(part)));
    }
    return parts;
  }

  private RunPart part(
      String candidate,
      List<Long> seeds,
      List<String> evaluations,
      boolean samples,
      RunWorkers.Sent state) {
    String begin = folder.slug(candidate, seeds.stream().findFirst()) + "-";
    Map<String, byte[]> known = new TreeMap<>();
    for (String task : evaluations.isEmpty() ? List.of("samples") : evaluations) {
      known.putAll(PackedFiles.in(folder.root(), folder.results(task)));
    }
    if (evaluations.isEmpty()) {
      known.putAll(PackedFiles.in(folder.root(), folder.curves()));
    }
    known.keySet().removeIf(name -> !name.substring(name.lastIndexOf('/') + 1).startsWith(begin));
    return new RunPart(
        recipe.file().getFileName().toString(),
        text,
        recipe.variables().usedIn(text),
        recipe.variables().from().toAbsolutePath().toString(),
        options,
        candidate,
        seeds,
        evaluations,
        samples,
        state,
        PackedFiles.packed(known));
  }

  /**
   * Has a part done and puts what is new in its place.
   *
   * @return the name of the training's state, if it is new
   */
  private Optional<String> bring(RunPart part) {
    Map<String, byte[]> made = PackedFiles.unpacked(workers.done(part));
    Map<String, byte[]> states = new TreeMap<>();
    for (String name : List.copyOf(made.keySet())) {
      if (name.startsWith(STATES)) {
        states.put(name.substring(STATES.length()), made.remove(name));
      }
    }
    byte[] left = made.remove(RunPart.BAD_ROWS);
    PackedFiles.write(made, folder.root());
    PackedFiles.write(states, trainings);
    synchronized (this) {
      badRows.addAll(left == null ? List.of() : read(left));
      done++;
    }
    tell();
    return states.keySet().stream().findFirst().map(name -> name.substring(0, name.indexOf('/')));
  }

  /** Adds parts that are to be done; earlier ones may still be under way. */
  private synchronized void expect(int parts) {
    all += parts;
  }

  private synchronized void tell() {
    if (all == 0) {
      return; // a recipe that neither trains nor measures
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Duration left =
        done == 0 ? null : Duration.ofMillis((long) (1000 * seconds * (all - done) / done));
    String title = recipe.name() + " " + workers.words();
    progress.update(new ProgressState(title, done, all, Map.of(), 0, "parts", left));
  }

  /** The state of a training that was made before, if it is still there. */
  private Optional<String> stateName(String name, long seed) {
    Path file = folder.stateName(name, seed);
    return Files.exists(file)
        ? Optional.of(AtomicFile.read(file)).filter(hash -> !files(hash).isEmpty())
        : Optional.empty();
  }

  private Map<String, byte[]> files(String hash) {
    Map<String, byte[]> files = new TreeMap<>();
    PackedFiles.in(trainings, trainings.resolve(hash))
        .forEach((name, bytes) -> files.put(STATES + name, bytes));
    return files;
  }

  private RunWorkers.Sent state(String hash) {
    return workers.send(PackedFiles.packed(files(hash)));
  }

  static String written(List<BadRows.BadRow> rows) {
    return JSON.toJson(
        rows.stream()
            .map(row -> List.of(row.file().toString(), "" + row.line(), row.reason()))
            .toList());
  }

  private static List<BadRows.BadRow> read(byte[] rows) {
    String[][] read = JSON.fromJson(new String(rows, StandardCharsets.UTF_8), String[][].class);
    return Arrays.stream(read)
        .map(row -> new BadRows.BadRow(Path.of(row[0]), Long.parseLong(row[1]), row[2]))
        .toList();
  }
}
