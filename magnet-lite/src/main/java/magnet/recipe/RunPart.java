package magnet.recipe;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.recipe.settings.Variables;

/**
 * A part of a run that can be done anywhere: one training, one evaluation of one candidate, or a
 * candidate's samples. It carries all that it needs but models and data, which are read by their
 * names and paths.
 *
 * @param file the recipe's name
 * @param recipe the recipe, with the changes of the command line
 * @param from where its relative paths begin
 * @param seeds the one of the training; none for a candidate that is not trained here
 * @param evaluations the one that is measured; none for a training and for samples
 * @param samples whether the candidate's samples are made
 * @param training the state of the candidate's training, packed, where it is finished
 * @param known what of it was done before, packed
 */
public record RunPart(
    String file,
    String recipe,
    Map<String, String> variables,
    String from,
    RunOptions options,
    String candidate,
    List<Long> seeds,
    List<String> evaluations,
    boolean samples,
    RunWorkers.Sent training,
    byte[] known)
    implements Serializable {

  /** Where a part that is measured keeps what was left out of its data. */
  static final String BAD_ROWS = "bad-rows.json";

  /** Whether its training is to be made, not only to be found. */
  boolean trains() {
    return !seeds.isEmpty() && evaluations.isEmpty();
  }

  /** Another machine computed other numbers, so what it made fits nothing here. */
  static IllegalStateException otherNumbers(String what) {
    return new IllegalStateException(
        "The machines of this run do not compute in the same precision or do not have the same"
            + " model and data: "
            + what
            + " on another one; say precision: float32 in the recipe, and give all the same"
            + " files.");
  }

  /** What it is, in a few words. */
  public String words() {
    return candidate
        + (seeds.isEmpty() ? "" : ", seed " + seeds.get(0))
        + (evaluations.isEmpty()
            ? (samples && seeds.isEmpty() ? ": samples" : "")
            : ": " + evaluations.get(0));
  }

  /**
   * Does it. One at a time in a process: each takes all threads that PyTorch may have.
   *
   * @return the files that are new, packed
   * @throws IllegalArgumentException if recipe, models and data do not fit together here; the lines
   *     that it names are those of the recipe in the run's folder
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public byte[] done() {
    synchronized (RunPart.class) {
      Path place = place();
      try {
        return done(place);
      } catch (IllegalArgumentException e) {
        String said = e.getMessage().replace(place.resolve(file).toString(), file);
        throw new IllegalArgumentException(said, e);
      } finally {
        AtomicFolder.delete(place);
      }
    }
  }

  private byte[] done(Path place) {
    Path written = place.resolve(file);
    AtomicFile.write(written, recipe);
    Path folder = place.resolve("run");
    Map<String, byte[]> before = PackedFiles.unpacked(known);
    if (training != null) {
      before.putAll(PackedFiles.unpacked(training.bytes()));
    }
    PackedFiles.write(before, folder);
    Variables meaning = Variables.of(variables, Path.of(from));
    Recipe whole = Recipe.read(written, List.of(), meaning).writtenTo(folder);
    new RecipeRun(whole, this, new PrintWriter(Writer.nullWriter())).part();
    return PackedFiles.packed(PackedFiles.changed(folder, before));
  }

  private static Path place() {
    try {
      return Files.createTempDirectory("magnet-part-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
