package magnet.infer;

import ai.djl.Device;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.Fixtures;
import magnet.Shared;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.tokenizer.TextTokenizer;

/**
 * A small model for a test: a golden checkpoint, whose text is of no matter, or a real story model.
 *
 * @param golden its golden numbers; null where it has none
 */
public record Tiny(LanguageModel model, TextFrame frame, JsonObject golden) {

  /** A golden checkpoint with the tokenizer of another model: only ids count. */
  static void golden(String family, Consumer<Tiny> test) {
    Path folder = Shared.path("golden/checkpoints/" + family);
    open(folder, Shared.path("models/stories260K"), test);
  }

  /**
   * The same without a sliding window: numbers made under a 4D mask, which transformers puts in the
   * window's place.
   */
  static void goldenWithoutWindow(String family, Consumer<Tiny> test) {
    Path folder = Shared.path("golden/checkpoints/" + family);
    JsonObject config = numbers(folder.resolve("config.json"));
    if (!family.startsWith("mistral")) { // the windows of the others are longer than the texts
      golden(family, test);
      return;
    }
    config.add("sliding_window", JsonNull.INSTANCE);
    try {
      Path copy = Files.createTempDirectory("tiny");
      for (String name : List.of("model.safetensors", "golden.json")) {
        Files.copy(folder.resolve(name), copy.resolve(name));
      }
      Files.writeString(
          copy.resolve("config.json"), new GsonBuilder().serializeNulls().create().toJson(config));
      open(copy, Shared.path("models/stories260K"), test);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A checkpoint beside the tests, likewise. */
  static void fixture(String name, Consumer<Tiny> test) {
    open(Fixtures.of(name).folder(), Fixtures.resource("/magnet/model/bytelevel"), test);
  }

  /** A story model. */
  public static void stories(String name, Consumer<Tiny> test) {
    Path folder = Shared.path("models/" + name);
    open(folder, folder, test);
  }

  private static void open(Path folder, Path words, Consumer<Tiny> test) {
    try (Decoder decoder =
            Decoder.load(folder, Precision.FLOAT32, Quantisation.NONE, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder);
        TextTokenizer tokenizer = TextTokenizer.load(words)) {
      TextFrame frame = TextFrame.of(words, tokenizer, decoder.architecture());
      test.accept(new Tiny(model, frame, numbers(folder.resolve("golden.json"))));
    }
  }

  private static JsonObject numbers(Path file) {
    try {
      return Files.exists(file)
          ? new Gson().fromJson(Files.readString(file), JsonObject.class)
          : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject golden(String key) {
    return golden.getAsJsonObject(key);
  }

  /** A text without a frame: every token is its own. */
  public static FramedText bare(int[] tokens) {
    return new FramedText(tokens, 0, tokens.length);
  }

  static int[] ints(JsonElement array) {
    return new Gson().fromJson(array, int[].class);
  }

  static float[] floats(JsonElement array) {
    return new Gson().fromJson(array, float[].class);
  }

  /** The rows of a golden batch without their padding. */
  static List<int[]> rows(JsonObject batch) {
    int[][] ids = new Gson().fromJson(batch.get("input_ids"), int[][].class);
    int[] lengths = ints(batch.get("lengths"));
    return Stream.iterate(0, row -> row + 1)
        .limit(ids.length)
        .map(row -> java.util.Arrays.copyOf(ids[row], lengths[row]))
        .toList();
  }

  /** Natural logarithm of the probability that a softmax gives to one token. */
  static double logProbability(float[] logits, int token) {
    double highest =
        IntStream.range(0, logits.length).mapToDouble(id -> logits[id]).max().getAsDouble();
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return logits[token] - highest - Math.log(sum);
  }
}
