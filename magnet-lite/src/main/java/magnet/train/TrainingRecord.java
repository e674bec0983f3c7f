package magnet.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.io.AtomicFile;
import magnet.io.Unreadable;

/**
 * What a checkpoint records as text: {@code training.json}.
 *
 * @param step the last step that was done
 * @param fingerprint the settings of the run
 * @param history a row for each step
 */
record TrainingRecord(int step, Fingerprint fingerprint, List<TrainingRow> history) {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  void write(Path file) {
    JsonObject json = new JsonObject();
    json.addProperty("step", step);
    json.add("settings", GSON.toJsonTree(fingerprint.entries()));
    JsonArray rows = new JsonArray();
    for (TrainingRow row : history) {
      JsonObject one = new JsonObject();
      one.addProperty("step", row.step());
      one.add("losses", GSON.toJsonTree(row.losses()));
      one.addProperty("learning_rate", row.learningRate());
      one.addProperty("gradient_norm", row.gradientNorm());
      one.addProperty("tokens_per_second", row.tokensPerSecond());
      one.add("held_out", GSON.toJsonTree(row.heldOut()));
      rows.add(one);
    }
    json.add("history", rows);
    AtomicFile.write(file, GSON.toJson(json) + "\n");
  }

  static TrainingRecord read(Path file) {
    try {
      JsonObject json = GSON.fromJson(Files.readString(file), JsonObject.class);
      Map<String, String> settings = new LinkedHashMap<>();
      json.getAsJsonObject("settings")
          .entrySet()
          .forEach(entry -> settings.put(entry.getKey(), entry.getValue().getAsString()));
      List<TrainingRow> history = new ArrayList<>();
      for (var each : json.getAsJsonArray("history")) {
        JsonObject row = each.getAsJsonObject();
        history.add(
            new TrainingRow(
                row.get("step").getAsInt(),
                numbers(row.getAsJsonObject("losses")),
                row.get("learning_rate").getAsDouble(),
                row.get("gradient_norm").getAsDouble(),
                row.get("tokens_per_second").getAsDouble(),
                numbers(row.getAsJsonObject("held_out"))));
      }
      return new TrainingRecord(json.get("step").getAsInt(), new Fingerprint(settings), history);
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    } catch (JsonParseException | NullPointerException | IllegalStateException e) {
      throw new IllegalArgumentException(
          file
              + " is not the record of a training ("
              + e.getMessage()
              + "); remove this checkpoint, so that the one before it is taken.",
          e);
    }
  }

  private static Map<String, Double> numbers(JsonObject json) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    json.entrySet().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().getAsDouble()));
    return numbers;
  }
}
