package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.TaggedSentence;
import magnet.eval.Candidate;
import magnet.eval.CausalPerplexity;
import magnet.eval.Score;
import magnet.eval.Sts;
import magnet.eval.TokenProbe;
import magnet.infer.encoding.TextEncoder;
import magnet.infer.encoding.TokenVectors;
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
class TextEncoderTest {

  private static final float EXACT = 1e-4f;

  @TempDir Path folder;

  private static JsonObject expected(String family) throws IOException {
    String json = Files.readString(TinyEncoder.of(family).resolve("expected.json"));
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

  private static TextEncoder load(Path from) {
    return TextEncoder.load(from, "cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta"})
  void vectorsEqualThoseOfSentenceTransformers(String family) throws IOException {
    JsonObject expected = expected(family);
    try (TextEncoder encoder = load(TinyEncoder.of(family))) {
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
        TinyEncoder.changed(
            folder,
            family,
            Map.of(
                "modules.json", TinyEncoder.modules("Transformer", "Pooling"),
                "1_Pooling/config.json", TinyEncoder.pooling(flag)));
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
    try (TextEncoder encoder = load(TinyEncoder.of(family))) {
      assertFalse(encoder.hasLayer(states.length));
      for (int layer = 0; layer < states.length; layer++) {
        // Others are encoded beside it, so that rows are padded.
        TokenVectors found =
            encoder.afterLayer(layer).encodeTokens(List.of("it", text, text + " it")).get(1);
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
    try (TextEncoder encoder = load(TinyEncoder.of("bert"))) {
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
    try (TextEncoder encoder = load(TinyEncoder.of("bert"))) {
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
        TinyEncoder.changed(
            folder,
            "bert",
            Map.of(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"it ran: \"}, \"default_prompt_name\": \"query\"}"));
    try (TextEncoder plain = load(TinyEncoder.of("bert"));
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
    try (TextEncoder encoder = load(TinyEncoder.of("bert"))) {
      Candidate candidate = Candidates.encoder("BERT", encoder);
      Score similarity = new Sts("sts", pairs).measure(candidate).get(0);
      assertEquals("Spearman (mean)", similarity.title());
      assertEquals(100, similarity.value(), 1e-6);
      Score words = probe.measure(candidate).get(0);
      assertEquals("POS accuracy (first)", words.title());
      assertEquals(100, words.value());
      assertTrue(probe.afterLayers(3).canMeasure(candidate));
      assertFalse(probe.afterLayers(4).canMeasure(candidate), "it has three layers");
      assertFalse(new CausalPerplexity("texts", List.of("the cat")).canMeasure(candidate));
    }
  }

  // ------------------------------------------------------------------------ beside Python

  @Test
  @Tag("slow")
  @Tag("peer")
  void fixturesAreWhatSentenceTransformersSaysNow() throws IOException {
    for (String family : List.of("bert", "roberta")) {
      besidePython(TinyEncoder.of(family), texts(expected(family)));
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
    JsonObject theirs =
        Peer.models(
                folder,
                List.of(Map.of("do", "embed", "model", encoderFolder.toString(), "texts", texts)))
            .get(0);
    try (TextEncoder encoder = load(encoderFolder)) {
      float[][] ours = encoder.encode(texts);
      assertRows(rows(theirs, "vectors"), ours, encoderFolder.toString());
      assertRows(rows(theirs, "alone"), ours, encoderFolder + ", alone");
    }
  }
}
