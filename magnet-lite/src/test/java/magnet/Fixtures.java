package magnet;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import magnet.train.SpanSource;

/**
 * Tiny checkpoints of several families that lie beside the tests, with the numbers of Hugging Face
 * transformers and peft; {@code make_fixtures.py} beside them makes them again.
 *
 * @param folder the checkpoint
 * @param golden its numbers
 */
public record Fixtures(Path folder, JsonObject golden) {

  /** All of them, by name. */
  public static Stream<String> names() {
    return Stream.of(
        "gpt_neox",
        "gpt_neox_sequential",
        "gpt2",
        "gemma2",
        "gemma3",
        "mistral",
        "llama",
        "qwen2",
        "qwen3");
  }

  /** Those with an adapter that peft made. */
  public static Stream<String> adapted() {
    return Stream.of("gpt_neox", "gpt2", "gemma2", "llama", "qwen2", "qwen3");
  }

  /** One of them. */
  public static Fixtures of(String name) {
    Path folder = resource("/magnet/model/families/" + name);
    try {
      String golden = Files.readString(folder.resolve("golden.json"));
      return new Fixtures(folder, new Gson().fromJson(golden, JsonObject.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a corpus takes its spans from. */
  public static SpanSource spansOf(Corpus corpus) {
    return corpus.viewSettings(8).spans();
  }

  /** A folder of the tests' resources. */
  public static Path resource(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text, as token ids. */
  public int[] ids() {
    return ints(golden.get("input_ids"));
  }

  /** Which of its tokens are span tokens in the hybrid pattern. */
  public boolean[] span() {
    boolean[] span = new boolean[ids().length];
    for (JsonElement range : golden.getAsJsonArray("spans")) {
      for (int i = ints(range)[0]; i < ints(range)[1]; i++) {
        span[i] = true;
      }
    }
    return span;
  }

  /** Which outputs the logits are of. */
  public int[] read() {
    return ints(golden.get("read"));
  }

  /** An array of whole numbers. */
  public static int[] ints(JsonElement array) {
    return new Gson().fromJson(array, int[].class);
  }

  /** An array of numbers. */
  public static float[] floats(JsonElement array) {
    return new Gson().fromJson(array, float[].class);
  }

  /** An array of arrays of numbers, one after another. */
  public static float[] flat(JsonElement arrays) {
    float[][] rows = new Gson().fromJson(arrays, float[][].class);
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }
}
