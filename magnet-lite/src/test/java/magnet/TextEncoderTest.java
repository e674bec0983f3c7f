package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.data.ScoredPair;
import magnet.data.TaggedSentence;
import magnet.eval.CausalPerplexity;
import magnet.eval.Contender;
import magnet.eval.Score;
import magnet.eval.Sts;
import magnet.eval.TokenProbe;
import magnet.infer.TokenVectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text encoders give the vectors of sentence-transformers: by the numbers that {@code
 * src/test/python/encoders.py} kept of it, and beside it.
 */
public class TextEncoderTest {

  private static final float EXACT = 1e-4f;
  private static final Loading CPU = Loading.auto().device("cpu");

  @TempDir Path folder;

  private static Path fixture(String family) {
    try {
      return Path.of(TextEncoderTest.class.getResource("/magnet/encoder/" + family).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject expected(String family) throws IOException {
    String json = Files.readString(fixture(family).resolve("expected.json"));
    return new Gson().fromJson(json, JsonObject.class);
  }

  private static List<String> texts(JsonObject expected) {
    return List.of(new Gson().fromJson(expected.get("texts"), String[].class));
  }

  private static float[][] rows(JsonObject json, String key) {
    return new Gson().fromJson(json.get(key), float[][].class);
  }

  private static void assertRows(float[][] expected, float[][] found, String which) {
    assertEquals(expected.length, found.length, which);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found[i], EXACT, which + ", row " + i);
    }
  }

  /**
   * Copies a tiny encoder.
   *
   * @param family bert or roberta
   */
  public static void copy(String family, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(fixture(family))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(fixture(family).relativize(each).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(each, copy);
      }
    }
  }

  /** A copy of a fixture with some of its files written anew; an empty text removes the file. */
  private Path changed(String family, Map<String, String> files) throws IOException {
    Path copy = folder.resolve(family);
    copy(family, copy);
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = copy.resolve(each.getKey());
      Files.delete(file);
      if (!each.getValue().isEmpty()) {
        Files.writeString(file, each.getValue());
      }
    }
    return copy;
  }

  private static String modules(String... types) {
    List<String> modules = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      modules.add(
          "{'idx': %d, 'path': '%s', 'type': 'sentence_transformers.models.%s'}"
              .formatted(i, i == 0 ? "" : i + "_" + types[i], types[i]));
    }
    return modules.toString().replace('\'', '"');
  }

  private static String pooling(String flag) {
    return "{\"word_embedding_dimension\": 32, \"pooling_mode_" + flag + "\": true}";
  }

  private static TextEncoder load(Path from) {
    return TextEncoder.load(from.toString(), CPU);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta"})
  void vectorsEqualThoseOfSentenceTransformers(String family) throws IOException {
    JsonObject expected = expected(family);
    try (TextEncoder encoder = load(fixture(family))) {
      assertRows(rows(expected, "normalised"), encoder.encode(texts(expected)), family);
      assertEquals("mean", encoder.pooling());
      assertTrue(encoder.toString().contains(family + ", 3 layers, 32 dimensions, mean pooling"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bert, mean, mean_tokens",
    "bert, cls, cls_token",
    "bert, max, max_tokens",
    "bert, last, lasttoken",
    "roberta, last, lasttoken"
  })
  void aFolderOfAnOldReleaseIsPooledAsItSays(String family, String pooling, String flag)
      throws IOException {
    JsonObject expected = expected(family);
    Path old =
        changed(
            family,
            Map.of(
                "modules.json", modules("Transformer", "Pooling"),
                "1_Pooling/config.json", pooling(flag)));
    try (TextEncoder encoder = load(old)) {
      assertEquals(pooling, encoder.pooling());
      assertRows(
          rows(expected.getAsJsonObject("vectors"), pooling),
          encoder.encode(texts(expected)),
          pooling);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta"})
  void tokenVectorsAreTheStatesAfterEachLayer(String family) throws IOException {
    JsonObject expected = expected(family);
    String text = texts(expected).get(1);
    float[][][] states = new Gson().fromJson(expected.get("states"), float[][][].class);
    int[][] ids = new Gson().fromJson(expected.get("ids"), int[][].class);
    try (TextEncoder encoder = load(fixture(family))) {
      assertFalse(encoder.hasLayer(states.length));
      for (int layer = 0; layer < states.length; layer++) {
        // Others are encoded beside it, so that rows are padded.
        TokenVectors found =
            encoder.behindLayer(layer).encodeTokens(List.of("the dog", text, "it")).get(1);
        for (int t = 0; t < found.length(); t++) {
          assertEquals(ids[1][t], found.ids()[t]);
          assertArrayEquals(states[layer][t], found.vectors()[t], EXACT, layer + ", " + t);
        }
        assertEquals(ids[1].length - 1, found.length(), "all but the end token");
      }
      TokenVectors last = encoder.encodeTokens(text);
      assertArrayEquals(states[states.length - 1][3], last.vectors()[3], EXACT);
      assertEquals(0, last.end()[0], "the begin token stands for nothing");
      assertEquals("dog", text.substring(last.begin()[2], last.begin()[2] + 3));
    }
  }

  @Test
  void aWordHasTheRangeOfItsPiecesWhateverTheTokenizerMakesOfIt() {
    String text = "Cafés aren't 😀 unbelievable";
    try (TextEncoder encoder = load(fixture("bert"))) {
      TokenVectors found = encoder.encodeTokens(text);
      List<String> pieces = new ArrayList<>();
      for (int t = 1; t < found.length(); t++) {
        pieces.add(text.substring(found.begin()[t], found.end()[t]));
      }
      assertEquals(List.of("Café", "s", "aren", "'", "t", "😀", "un", "believ", "able"), pieces);
    }
  }

  @Test
  void aVectorDoesNotDependOnItsBatch() {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      texts.add("the cat and the dog ".repeat(1 + i * 7 % 5) + "it ".repeat(i % 3));
    }
    Collections.swap(texts, 3, 40);
    try (TextEncoder encoder = load(fixture("bert"))) {
      float[][] together = encoder.encode(texts);
      for (int i = 0; i < texts.size(); i += 7) {
        float[] alone = encoder.encode(texts.subList(i, i + 1))[0];
        assertArrayEquals(alone, together[i], EXACT, texts.get(i));
      }
    }
  }

  @Test
  void thePromptOfTheFolderStandsBeforeASentence() throws IOException {
    Path prompted =
        changed(
            "bert",
            Map.of(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"it ran: \"}, \"default_prompt_name\": \"query\"}"));
    try (TextEncoder plain = load(fixture("bert"));
        TextEncoder encoder = load(prompted)) {
      float[] expected = plain.encode(List.of("it ran: the dog"))[0];
      assertArrayEquals(expected, encoder.encode(List.of("the dog"))[0], EXACT);
    }
  }

  @Test
  void itGoesThroughSentenceAndTokenTasksAndNoOthers() {
    List<ScoredPair> pairs =
        List.of(
            new ScoredPair("the cat naps", "the cat naps", 5),
            new ScoredPair("the cat naps", "a cat naps.", 4),
            new ScoredPair("the cat naps", "a dog ran into the garden", 1));
    List<TaggedSentence> tagged = new ArrayList<>();
    for (String animal : List.of("cat", "dog", "garden")) {
      tagged.add(
          new TaggedSentence(
              List.of("the", animal, "ran"),
              List.of("DT", "NN", "VBD"),
              List.of("B-NP", "I-NP", "B-VP"),
              List.of("O", "O", "O")));
    }
    TokenProbe probe = TokenProbe.of("probe", tagged, tagged, tagged);
    try (TextEncoder encoder = load(fixture("bert"))) {
      Contender contender = Contenders.encoder("BERT", encoder);
      Score similarity = new Sts("sts", pairs).measure(contender).get(0);
      assertEquals("Spearman (mean)", similarity.metric());
      assertEquals(100, similarity.value(), 1e-6);
      Score words = probe.measure(contender).get(0);
      assertEquals("POS accuracy (first)", words.metric());
      assertEquals(100, words.value());
      assertTrue(probe.behindLayer(3).canMeasure(contender));
      assertFalse(probe.behindLayer(4).canMeasure(contender), "it has three layers");
      assertFalse(new CausalPerplexity("texts", List.of("the cat")).canMeasure(contender));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | {\"model_type\": \"mpnet\"} | model_type of",
        "config.json | {\"model_type\": \"mpnet\"} | is \"mpnet\", expected a text encoder that is"
            + " read here, bert or roberta or xlm-roberta",
        "config.json | {\"model_type\": \"distilbert\"} | is \"distilbert\", expected",
        "config.json | {\"model_type\": \"bert\"} | hidden_size is missing",
        "modules.json | [] | names the modules , expected Transformer, Pooling",
        "modules.json | {} | is not a list of modules",
        "modules.json | [{\"type\": \"a.Transformer\", \"path\": \"../..\"}] | expected one inside",
        "modules.json | '' | modules.json is missing",
        "tokenizer.json | '' | tokenizer.json is missing",
        "model.safetensors | '' | model.safetensors is missing",
        "tokenizer_config.json | {\"truncation_side\": \"left\"} | is \"left\", expected right",
        "sentence_bert_config.json | {\"max_seq_length\": 0} | has 0.0 tokens, expected 1 or more",
        "1_Pooling/config.json | {\"pooling_mode\": \"weightedmean\"} | is weightedmean, expected"
            + " one of cls, lasttoken, max, mean",
        "1_Pooling/config.json | {\"pooling_mode_cls_token\": true, \"pooling_mode_max_tokens\":"
            + " true} | is cls and max, expected one of",
        "1_Pooling/config.json | {} | is not said, expected one of"
      })
  void whatIsNotReadIsRefusedByName(String file, String text, String words) throws IOException {
    refused(changed("bert", Map.of(file, text)), words);
  }

  @Test
  void aModuleMoreIsRefusedByName() throws IOException {
    String dense = modules("Transformer", "Pooling", "Dense");
    refused(
        changed("bert", Map.of("modules.json", dense)),
        "names the modules Transformer, Pooling, Dense, expected");
  }

  @Test
  void weightsOfAnotherShapeAreRefused() throws IOException {
    String config = Files.readString(fixture("bert").resolve("config.json"));
    String wider = config.replace("\"intermediate_size\": 48", "\"intermediate_size\": 64");
    refused(
        changed("bert", Map.of("config.json", wider)),
        "tensor encoder.layer.0.intermediate.dense.weight F32[48, 32] of");
  }

  @Test
  void layersThatConfigDoesNotKnowAreRefused() throws IOException {
    String config = Files.readString(fixture("bert").resolve("config.json"));
    String fewer = config.replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
    refused(changed("bert", Map.of("config.json", fewer)), "tensor encoder.layer.2.");
  }

  @Test
  void aDecoderIsNoTextEncoder() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> TextEncoder.load("pocket"));
    assertTrue(refusal.getMessage().contains("modules.json is missing"), refusal.getMessage());
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    try (TextEncoder encoder = load(fixture("bert"))) {
      refused(() -> encoder.encode(List.of("the cat", " ")), "The text \" \" has no token");
      refused(
          () -> encoder.encodeTokens("the cat ".repeat(30)),
          "has 62 tokens, expected 40 at most, the positions of");
      refused(() -> encoder.behindLayer(4), "expected 0 (the embeddings) to 3");
    }
    refused(
        () -> TextEncoder.load(fixture("bert").toString(), Loading.auto().precision("bfloat16")),
        "is bfloat16, expected float32");
  }

  private static void refused(Path from, String words) {
    refused(() -> load(from).close(), words);
  }

  private static void refused(org.junit.jupiter.api.function.Executable call, String words) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  // ------------------------------------------------------------------------ beside Python

  @Test
  @Tag("slow")
  @Tag("peer")
  void fixturesAreWhatSentenceTransformersSaysNow() throws IOException {
    for (String family : List.of("bert", "roberta")) {
      besidePython(fixture(family), texts(expected(family)));
    }
  }

  @Test
  @Tag("slow")
  @Tag("peer")
  void aStrongEncoderEmbedsAsInSentenceTransformers() throws IOException {
    List<String> texts =
        List.of(
            "The cat naps.",
            "A cat is asleep.",
            "Zürich, naïve façade — “quotes”, 3.14 % of 北京 & the unaffable re-entry…",
            "Tom lost his ball. ".repeat(80), // is cut after 256 tokens
            "😀");
    besidePython(Shared.model("all-minilm-l6-v2"), texts);
  }

  private void besidePython(Path encoderFolder, List<String> texts) throws IOException {
    Path jobs = folder.resolve("jobs.json");
    Files.writeString(
        jobs,
        new Gson()
            .toJson(
                List.of(Map.of("do", "embed", "model", encoderFolder.toString(), "texts", texts))));
    JsonObject theirs =
        Peer.run("models.py", Map.of(), jobs).getAsJsonArray("results").get(0).getAsJsonObject();
    try (TextEncoder encoder = load(encoderFolder)) {
      float[][] ours = encoder.encode(texts);
      assertRows(rows(theirs, "vectors"), ours, encoderFolder.toString());
      assertRows(rows(theirs, "alone"), ours, encoderFolder + ", alone");
    }
  }
}
