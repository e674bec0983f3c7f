package magnet.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.io.AtomicFolder;
import magnet.kernel.HostCopy;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;

/**
 * The folder where a run keeps its state, so that it can resume after an interruption: {@code
 * step-000100/} with {@code state.safetensors} (what is trained, and the optimiser's means,
 * variances and counts) and {@code training.json} (step, settings, history).
 *
 * <p>A checkpoint is written in one step ({@link AtomicFolder}), so that it is whole or absent
 * whenever the process is killed, and leftovers are removed at the next start. Random numbers need
 * no state: they depend on seed and step alone.
 *
 * @param folder made if it is absent
 * @param every steps between checkpoints, at least 1; there is one after the last step as well
 * @param keep how many of the latest are kept, at least 1
 * @param resume whether a run that was begun here resumes
 * @param shared whether many runs share the folder: each has a folder of its own in it, named by a
 *     hash of everything that determines the run. The same run finds its last state again,
 *     unfinished or finished; another run never does
 * @param longest there is one after a step, too, that ends so long after the last; empty for none
 */
public record TrainingCheckpoints(
    Path folder, int every, int keep, boolean resume, boolean shared, Optional<Duration> longest) {

  private static final String STATE = "state.safetensors";
  private static final String RECORD = "training.json";
  private static final Pattern STEP = Pattern.compile("step-\\d{6,18}");

  /** What earlier versions called a checkpoint that they had begun to write. */
  private static final String PART = ".part-";

  /** Refuses numbers below 1. */
  public TrainingCheckpoints {
    if (every < 1 || keep < 1) {
      throw new IllegalArgumentException(
          "A checkpoint every %s steps with the last %s kept is not possible; give at least 1 each."
              .formatted(every, keep));
    }
  }

  /** The same, but that a run which was begun here resumes. */
  TrainingCheckpoints resumed() {
    return new TrainingCheckpoints(folder, every, keep, true, shared, longest);
  }

  /** The folder of one run. */
  TrainingCheckpoints of(Fingerprint run) {
    return shared
        ? new TrainingCheckpoints(folder.resolve(run.hash()), every, keep, resume, false, longest)
        : this;
  }

  /**
   * Continues from the latest checkpoint.
   *
   * @param state receives what was trained and the state of those who train it
   * @return the last step that was done; 0 if there is no checkpoint
   * @throws IllegalArgumentException if there is one but resuming was not asked for, or its
   *     settings are others
   */
  int resume(Fingerprint now, Consumer<SafetensorsFile> state, List<TrainingRow> history) {
    removeParts();
    List<Path> found = found();
    if (found.isEmpty()) {
      return 0;
    }
    Path latest = found.get(found.size() - 1);
    if (!resume) {
      throw new IllegalArgumentException(
          "%s holds %s of an earlier run; resume it, or name another folder."
              .formatted(folder, latest.getFileName()));
    }
    TrainingRecord saved = TrainingRecord.read(latest.resolve(RECORD));
    List<String> differences = now.differences(saved.fingerprint());
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "%s was written by another run: %s; set these as they were, or name another folder."
              .formatted(latest, String.join("; ", differences)));
    }
    try (SafetensorsFile file = SafetensorsFile.open(latest.resolve(STATE))) {
      state.accept(file);
    }
    history.addAll(saved.history());
    return saved.step();
  }

  /** Whether so much time has passed since the last checkpoint that there should be one. */
  boolean isOverdue(Duration sinceLast) {
    return longest.filter(limit -> sinceLast.compareTo(limit) >= 0).isPresent();
  }

  /** Writes a checkpoint and removes those that are too old. */
  void save(
      int step,
      Fingerprint fingerprint,
      Supplier<List<SafetensorsWriter.Entry>> state,
      List<TrainingRow> history) {
    Path place = folder.resolve(String.format(Locale.ROOT, "step-%06d", step));
    Consumer<Path> files =
        stage -> {
          SafetensorsWriter.write(stage.resolve(STATE), Map.of(), state.get());
          new TrainingRecord(step, fingerprint, history).write(stage.resolve(RECORD));
        };
    Runnable write = () -> AtomicFolder.write(place, RECORD, List.of(), files);
    try {
      write.run();
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof ClosedByInterruptException)) {
        throw e;
      }
      // An interruption closes the file that is being written: write it again, then let the loop
      // see it.
      Thread.interrupted();
      write.run();
      Thread.currentThread().interrupt();
    }
    List<Path> found = found();
    found.subList(0, Math.max(0, found.size() - keep)).forEach(TrainingCheckpoints::delete);
  }

  /** An array as a checkpoint holds it. */
  static SafetensorsWriter.Entry entry(String name, NDArray array) {
    return new SafetensorsWriter.Entry(
        name, "F32", array.getShape().getShape(), HostCopy.bytes(array));
  }

  /** Numbers that are in Java as a checkpoint holds them. */
  public static SafetensorsWriter.Entry entry(String name, float[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(numbers);
    return new SafetensorsWriter.Entry(name, "F32", new long[] {numbers.length}, bytes);
  }

  /** The numbers of a checkpoint that have a name; there must be so many. */
  public static FloatBuffer numbers(SafetensorsFile saved, String name, long size) {
    int bytes = Math.toIntExact(Math.multiplyExact(size, Float.BYTES));
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    saved.read(name, 0, buffer);
    return buffer.flip().asFloatBuffer();
  }

  /** The whole checkpoints of a folder, the earliest first. */
  List<Path> found() {
    List<Path> found = new ArrayList<>();
    for (Path path : list()) {
      if (STEP.matcher(path.getFileName().toString()).matches()) {
        AtomicFolder.settle(path);
        if (Files.isRegularFile(path.resolve(RECORD))) {
          found.add(path);
        }
      }
    }
    found.sort(Comparator.comparingLong(TrainingCheckpoints::step));
    return found;
  }

  private static long step(Path path) {
    return Long.parseLong(path.getFileName().toString().substring("step-".length()));
  }

  /** Removes what killed processes left; a checkpoint that another process is writing stays. */
  private void removeParts() {
    List<Path> whole = found();
    for (Path path : list()) {
      String name = path.getFileName().toString();
      if (name.startsWith(PART)) {
        AtomicFolder.delete(path);
      } else if (STEP.matcher(name).matches()) {
        AtomicFolder.removeLeftOver(path);
        if (!whole.contains(path) && !isBeingWritten(path)) {
          AtomicFolder.delete(path);
        }
      }
    }
  }

  private static boolean isBeingWritten(Path checkpoint) {
    return list(checkpoint).stream()
        .anyMatch(path -> path.getFileName().toString().startsWith("."));
  }

  /** Removes a checkpoint, its record first, without which it does not count. */
  private static void delete(Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint.resolve(RECORD));
    } catch (IOException e) {
      throw new UncheckedIOException(
          checkpoint + " cannot be removed: " + e + "; check its permissions.", e);
    }
    AtomicFolder.delete(checkpoint);
  }

  private List<Path> list() {
    return Files.isDirectory(folder) ? list(folder) : List.of();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be read: " + e + "; check its permissions.", e);
    }
  }
}
