package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code src/test/python/fixtures.py} kept of peft 0.21 and transformers 5.18, and what must
 * be in our folders for them: checks for machines without Python.
 */
class PeerFixturesTest {

  private static final Loading FLOAT32 = Loading.auto().precision("float32").device("cpu");

  @TempDir static Path checkpoint;

  @TempDir Path folder;

  @BeforeAll
  static void base() throws IOException {
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(resource("peer/base/" + name), checkpoint.resolve(name));
    }
    try (TextTokenizer tokenizer = TextTokenizer.load(resource("model/bytelevel"))) {
      tokenizer.save(checkpoint);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patterns", "layers", "all"})
  void adaptersOfPeftComputeWhatTheyDidThere(String name) throws IOException {
    JsonObject expected = json(resource("peer/expected.json"));
    int[] ids = new Gson().fromJson(expected.get("ids"), int[].class);
    boolean[] span = new Gson().fromJson(expected.get("span"), boolean[].class);
    int[] tokens = new Gson().fromJson(expected.get("tokens"), int[].class);
    JsonObject logits = expected.getAsJsonObject("logits").getAsJsonObject(name);
    Map<String, AttentionPattern> patterns =
        Map.of(
            "causal", AttentionPattern.causal(ids.length),
            "bidirectional", AttentionPattern.bidirectional(ids.length),
            "hybrid", AttentionPattern.hybrid(span));
    try (Magnet base = Magnet.load(checkpoint, FLOAT32);
        Magnet model = base.with(Adapter.load(resource("peer/" + name)));
        Magnet merged = model.merge()) {
      patterns.forEach(
          (pattern, attention) -> {
            float[][] theirs = new Gson().fromJson(logits.get(pattern), float[][].class);
            for (Magnet each : List.of(model, merged)) {
              float[][] ours = each.logits(ids, attention);
              for (int i = 0; i < tokens.length; i++) {
                assertArrayEquals(theirs[i], ours[tokens[i]], 1e-4f, pattern + " " + tokens[i]);
              }
            }
          });
      assertTrue(model.logitDifference(base, "the cat") > 0.01);
      assertEquals(0, model.logitDifference(merged, "the cat"), 1e-4);
    }
  }

  @Test
  void anAdapterIsSavedWithACardAndANoteAndFindsItsBase() throws IOException {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32);
        Magnet model = base.with(Adapter.load(resource("peer/layers")))) {
      model.save(folder);
      String card = Files.readString(folder.resolve("README.md"));
      assertTrue(card.contains("library_name: peft") && card.contains("PeftModel"), card);
      JsonObject note = json(folder.resolve("magnet.json"));
      assertEquals(
          Encoding.INSTRUCTION, note.getAsJsonObject("embedding").get("instruction").getAsString());
      assertTrue(note.getAsJsonObject("attention").get("rule").getAsString().contains("context"));
      assertEquals(
          checkpoint.toString(),
          json(folder.resolve("adapter_config.json")).get("base_model_name_or_path").getAsString());
      try (Magnet again = Magnet.load(folder, FLOAT32)) {
        assertEquals(0, model.logitDifference(again, "the cat"));
        assertEquals(2, again.adapter().orElseThrow().config().rank());
      }
    }
  }

  @Test
  void anAdapterWhoseBaseIsNotThereSaysSo() throws IOException {
    Files.copy(
        resource("peer/layers/adapter_model.safetensors"),
        folder.resolve("adapter_model.safetensors"));
    String config = Files.readString(resource("peer/layers/adapter_config.json"));
    for (String base : List.of("\"nowhere\"", "null")) {
      Files.writeString(
          folder.resolve("adapter_config.json"),
          config.replace(
              "\"base_model_name_or_path\": \"base\"", "\"base_model_name_or_path\": " + base));
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> Magnet.load(folder));
      assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
      assertTrue(error.getMessage().contains("base model"), error.getMessage());
    }
  }

  @Test
  void aReadmeOfSomebodyElseStays() throws IOException {
    Path readme = folder.resolve("README.md");
    Files.writeString(readme, "# Mine\n");
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      base.save(folder);
      assertEquals("# Mine\n", Files.readString(readme));
      Files.delete(readme);
      base.save(folder);
      assertTrue(Files.readString(readme).contains("AutoModelForCausalLM"));
      base.saveSentenceTransformer(folder);
      assertTrue(Files.readString(readme).contains("SentenceTransformer"), "ours is replaced");
    }
  }

  @Test
  void aFolderForSentenceTransformersFramesTextsAsWeDo() throws IOException {
    String text = "A dog ran into the garden.";
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      base.saveSentenceTransformer(folder);
      JsonArray modules =
          JsonParser.parseString(Files.readString(folder.resolve("modules.json"))).getAsJsonArray();
      assertEquals(3, modules.size());
      assertTrue(
          json(folder.resolve("1_Pooling/config.json"))
              .get("pooling_mode_lasttoken")
              .getAsBoolean());
      assertFalse(json(folder.resolve("config.json")).get("is_causal").getAsBoolean());
      JsonObject settings = json(folder.resolve("config_sentence_transformers.json"));
      String prompt =
          settings
              .getAsJsonObject("prompts")
              .get(settings.get("default_prompt_name").getAsString())
              .getAsString();
      // The very library that Python's tokenizers are made of.
      try (HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
        long[] framed = tokenizer.encode(prompt + text, true, false).getIds();
        int[] ours = base.frame().framedSentence(Encoding.INSTRUCTION, text).tokens();
        assertArrayEquals(Arrays.stream(ours).asLongStream().toArray(), framed);
      }
      base.saveSentenceTransformer(folder, Encoding.magnet().leftToRight().unnormalised());
      assertFalse(json(folder.resolve("config.json")).has("is_causal"));
      assertEquals(
          2,
          JsonParser.parseString(Files.readString(folder.resolve("modules.json")))
              .getAsJsonArray()
              .size());
    }
  }

  @Test
  void whatSentenceTransformersCannotDoIsRefused() {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      for (Encoding how :
          List.of(Encoding.magnet().pooling(Pooling.MEAN), Encoding.magnet().dimensions(8))) {
        IllegalArgumentException error =
            assertThrows(
                IllegalArgumentException.class, () -> base.saveSentenceTransformer(folder, how));
        assertTrue(error.getMessage().contains("sentence-transformers"), error.getMessage());
        assertFalse(Files.exists(folder.resolve("modules.json")));
      }
    }
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static Path resource(String name) {
    try {
      return Path.of(PeerFixturesTest.class.getResource("/magnet/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
