package magnet.train;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.io.AtomicFile;

/** What a checkpoint records as text: {@code training.json}. */
record TrainingRecord(int step, Fingerprint fingerprint, List<TrainingRow> history) {

  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES) // of a row's numbers
          .create();

  void write(Path file) {
    JsonObject json = new JsonObject();
    json.addProperty("step", step);
    json.add("settings", GSON.toJsonTree(fingerprint.entries()));
    json.add("history", GSON.toJsonTree(history));
    AtomicFile.write(file, GSON.toJson(json) + "\n");
  }

  static TrainingRecord read(Path file) {
    try {
      JsonObject json = GSON.fromJson(AtomicFile.read(file), JsonObject.class);
      Map<String, String> settings = values(json, "settings", JsonElement::getAsString);
      List<TrainingRow> history = new ArrayList<>();
      for (var each : json.getAsJsonArray("history")) {
        JsonObject row = each.getAsJsonObject();
        history.add(
            new TrainingRow(
                row.get("step").getAsInt(),
                values(row, "losses", JsonElement::getAsDouble),
                row.get("learning_rate").getAsDouble(),
                row.get("gradient_norm").getAsDouble(),
                row.has("tokens") ? row.get("tokens").getAsLong() : 0, // older ones have none
                row.get("tokens_per_second").getAsDouble(),
                values(row, "held_out", JsonElement::getAsDouble)));
      }
      return new TrainingRecord(json.get("step").getAsInt(), new Fingerprint(settings), history);
    } catch (JsonParseException | NullPointerException | IllegalStateException e) {
      throw new IllegalArgumentException(
          ("%s is not the record of a training (%s); remove this checkpoint, so that the one"
                  + " before it is taken.")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static <T> Map<String, T> values(
      JsonObject json, String name, Function<JsonElement, T> of) {
    Map<String, T> values = new LinkedHashMap<>();
    json.getAsJsonObject(name)
        .entrySet()
        .forEach(e -> values.put(e.getKey(), of.apply(e.getValue())));
    return values;
  }
}
