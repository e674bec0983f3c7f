package magnet.model;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import magnet.Shared;

/** Numbers from Hugging Face transformers and peft that ours must equal; see their own README. */
record Golden(String family, Path checkpoint, JsonObject numbers) {

  static Golden ofCheckpoint(String family) {
    return of(family, "golden/checkpoints/" + family + "/golden.json");
  }

  static Golden ofTraining(String family) {
    return of(family, "golden/training/" + family + "/golden.json");
  }

  private static Golden of(String family, String file) {
    Path path = Shared.path(file);
    try {
      return new Golden(
          family,
          Shared.path("golden/checkpoints/" + family),
          new Gson().fromJson(Files.readString(path), JsonObject.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject at(String... path) {
    JsonObject found = numbers;
    for (String key : path) {
      found = found.getAsJsonObject(key);
    }
    return found;
  }

  static int[] ints(JsonElement array) {
    return new Gson().fromJson(array, int[].class);
  }

  static float[] floats(JsonElement array) {
    return new Gson().fromJson(array, float[].class);
  }

  /** Spans as half-open ranges to one flag a token. */
  static boolean[] spans(JsonElement ranges, int length) {
    boolean[] flags = new boolean[length];
    for (JsonElement range : ranges == null ? new JsonArray() : ranges.getAsJsonArray()) {
      for (int i = ints(range)[0]; i < ints(range)[1]; i++) {
        flags[i] = true;
      }
    }
    return flags;
  }
}
