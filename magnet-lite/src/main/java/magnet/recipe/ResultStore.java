package magnet.recipe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.eval.Bootstrap;
import magnet.eval.Draws;
import magnet.eval.Score;
import magnet.io.AtomicFile;
import magnet.io.Digest;

/** Keeps what was measured, a file for each candidate and task, so that it is measured once. */
final class ResultStore {

  /**
   * Whose scores, and of what.
   *
   * @param seed what the candidate was trained with, if it was
   * @param candidatePrint equal for equal candidates
   * @param taskPrint equal for equal settings and data
   */
  record Key(
      String task,
      String candidate,
      Optional<Long> seed,
      String candidatePrint,
      String taskPrint) {}

  /** The scores of a candidate in a task, and how long they took. */
  record Measured(List<Score> scores, double seconds) {}

  /** What a file holds. */
  private record Kept(
      int form,
      String task,
      String candidate,
      Long seed,
      @SerializedName("candidate fingerprint") String candidatePrint,
      @SerializedName("task fingerprint") String taskPrint,
      double seconds,
      List<Figure> scores) {}

  /**
   * A score in a file; what is not known is left out.
   *
   * @param items how many the bootstrap drew from
   * @param draws of the bootstrap, with a space between them: in a list each would take a line
   */
  private record Figure(
      String metric,
      String pooling,
      double value,
      Double low,
      Double high,
      String better,
      Integer items,
      String draws) {

    static Figure of(Score score) {
      return new Figure(
          score.metric(),
          score.pooling(),
          score.value(),
          score.hasInterval() ? score.low() : null,
          score.hasInterval() ? score.high() : null,
          score.direction().name().toLowerCase(Locale.ROOT),
          score.draws().isEmpty() ? null : score.draws().items(),
          score.draws().isEmpty() ? null : text(score.draws().figures()));
    }

    private static String text(float[] figures) {
      return IntStream.range(0, figures.length)
          .mapToObj(i -> Float.toString(figures[i]))
          .collect(Collectors.joining(" "));
    }

    Score score() {
      return new Score(
          metric,
          pooling,
          value,
          low == null ? Double.NaN : low,
          high == null ? Double.NaN : high,
          Double.NaN,
          List.of(),
          Score.Direction.valueOf(better.toUpperCase(Locale.ROOT)),
          draws == null ? Draws.none() : Draws.of(items, numbers(draws)));
    }

    private static double[] numbers(String draws) {
      double[] numbers = Arrays.stream(draws.split(" ")).mapToDouble(Float::parseFloat).toArray();
      if (numbers.length != Bootstrap.DRAWS) {
        throw new JsonParseException(
            "it has %d draws, expected %d".formatted(numbers.length, Bootstrap.DRAWS));
      }
      return numbers;
    }
  }

  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

  /**
   * Changes where a file's form or the way of drawing does; what is kept in another is measured
   * again.
   */
  private static final int FORM = 2;

  private final RunFolder folder;

  ResultStore(RunFolder folder) {
    this.folder = folder;
  }

  private Path file(Key key) {
    String hash = Digest.ofTexts(key.candidatePrint(), key.taskPrint()).substring(0, 8);
    return folder
        .results(key.task())
        .resolve(folder.slug(key.candidate(), key.seed()) + "-" + hash + ".json");
  }

  /**
   * What was measured before; nothing where it was not, or by other data or another candidate.
   *
   * @throws IllegalArgumentException if the file is damaged
   */
  Optional<Measured> find(Key key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Kept kept = JSON.fromJson(AtomicFile.read(file), Kept.class);
      boolean same =
          kept.form() == FORM
              && kept.candidatePrint().equals(key.candidatePrint())
              && kept.taskPrint().equals(key.taskPrint());
      return same
          ? Optional.of(
              new Measured(kept.scores().stream().map(Figure::score).toList(), kept.seconds()))
          : Optional.empty();
    } catch (JsonParseException | NumberFormatException | NullPointerException e) {
      throw new IllegalArgumentException(
          file + " is not a result that a run wrote (" + e.getMessage() + "); delete it.", e);
    }
  }

  /** Keeps what was measured. */
  void save(Key key, Measured measured) {
    Kept kept =
        new Kept(
            FORM,
            key.task(),
            key.candidate(),
            key.seed().orElse(null),
            key.candidatePrint(),
            key.taskPrint(),
            measured.seconds(),
            measured.scores().stream().map(Figure::of).toList());
    AtomicFile.write(file(key), JSON.toJson(kept) + "\n");
  }
}
