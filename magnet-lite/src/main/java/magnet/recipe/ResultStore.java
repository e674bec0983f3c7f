package magnet.recipe;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import magnet.eval.Score;
import magnet.io.AtomicFile;
import magnet.io.Digest;
import magnet.io.Unreadable;

/** Keeps what was measured, a file for each candidate and task, so that it is measured once. */
final class ResultStore {

  /**
   * Whose scores, and of what.
   *
   * @param task the evaluation's name
   * @param candidate the candidate's name
   * @param seed what it was trained with, if it was
   * @param candidatePrint equal for equal candidates
   * @param taskPrint equal for equal settings and data
   */
  record Key(
      String task,
      String candidate,
      Optional<Long> seed,
      String candidatePrint,
      String taskPrint) {}

  /** Changes where a file's form does; what is kept in another is measured again. */
  private static final int FORM = 2;

  private final RunFolder folder;

  /** The results of a run's folder. */
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
  Optional<List<Score>> find(Key key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      boolean same =
          json.has("form")
              && json.get("form").getAsInt() == FORM
              && json.get("candidate fingerprint").getAsString().equals(key.candidatePrint())
              && json.get("task fingerprint").getAsString().equals(key.taskPrint());
      return same ? Optional.of(scores(json.getAsJsonArray("scores"))) : Optional.empty();
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IllegalArgumentException(
          file + " is not a result that a run wrote (" + e.getMessage() + "); delete it.", e);
    }
  }

  private static List<Score> scores(JsonArray array) {
    List<Score> scores = new ArrayList<>();
    for (JsonElement each : array) {
      JsonObject score = each.getAsJsonObject();
      scores.add(
          new Score(
              score.get("metric").getAsString(),
              score.get("pooling").getAsString(),
              score.get("value").getAsDouble(),
              number(score, "low"),
              number(score, "high"),
              Double.NaN,
              List.of(),
              Score.Direction.valueOf(
                  score.get("better").getAsString().toUpperCase(java.util.Locale.ROOT))));
    }
    return scores;
  }

  private static double number(JsonObject score, String name) {
    return score.has(name) ? score.get(name).getAsDouble() : Double.NaN;
  }

  /**
   * Keeps what was measured.
   *
   * @param seconds how long it took
   */
  void save(Key key, List<Score> scores, double seconds) {
    JsonObject json = new JsonObject();
    json.addProperty("form", FORM);
    json.addProperty("task", key.task());
    json.addProperty("candidate", key.candidate());
    key.seed().ifPresent(seed -> json.addProperty("seed", seed));
    json.addProperty("candidate fingerprint", key.candidatePrint());
    json.addProperty("task fingerprint", key.taskPrint());
    json.addProperty("seconds", seconds);
    JsonArray array = new JsonArray();
    for (Score score : scores) {
      JsonObject each = new JsonObject();
      each.addProperty("metric", score.metric());
      each.addProperty("pooling", score.pooling());
      each.addProperty("value", score.value());
      if (score.hasInterval()) {
        each.addProperty("low", score.low());
        each.addProperty("high", score.high());
      }
      each.addProperty("better", score.direction().name().toLowerCase(java.util.Locale.ROOT));
      array.add(each);
    }
    json.add("scores", array);
    String text =
        new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create()
            .toJson(json);
    AtomicFile.write(file(key), text + "\n");
  }
}
