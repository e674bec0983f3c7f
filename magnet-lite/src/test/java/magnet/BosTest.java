package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.cluster.RunPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that is named begins every text, and stays with what is learnt and saved. */
class BosTest {

  private static final String TEXT = "The cat lost a ball under the bed.";
  private static final String BOS = "<|mask|>";
  private static final Loading PLAIN = Loading.auto().precision("float32").device("cpu");
  private static final Loading NAMED = PLAIN.bos(BOS);

  @TempDir static Path checkpoint;

  @TempDir Path folder;

  @BeforeAll
  static void write() {
    TinyCheckpoint.in(checkpoint);
  }

  @Test
  void itPrecedesWhatIsReadInEveryWay() {
    try (Magnet plain = Magnet.load(checkpoint, PLAIN);
        Magnet named = Magnet.load(checkpoint, NAMED)) {
      assertEquals(BOS, named.token(named.encode(TEXT)[0]));
      assertEquals(BOS, named.token(named.frame().documentWithBlanks(List.of("a", "b")).get(0)[0]));
      assertEquals(BOS, named.token(named.frame().framedSentence("", TEXT).tokens()[0]));
      assertNotEquals(plain.perplexity(TEXT), named.perplexity(TEXT));
      assertEquals(
          plain.tokens(TEXT).size(), named.tokens(TEXT).size(), "it stands for no word of a text");
    }
  }

  @Test
  void whatIsRememberedUnderAFingerprintIsNotMistaken() {
    try (Magnet plain = Magnet.load(checkpoint, PLAIN);
        Magnet named = Magnet.load(checkpoint, NAMED)) {
      assertNotEquals(plain.fingerprint(), named.fingerprint());
      assertEquals(64, named.fingerprint().length());
      assertNotEquals(adaptation(plain).fingerprint(), adaptation(named).fingerprint());
    }
  }

  @Test
  void anAdapterKeepsIt() {
    float[] vector;
    try (Magnet base = Magnet.load(checkpoint, NAMED);
        Magnet model = adaptation(base).train()) {
      vector = vector(model);
      model.save(folder);
    }
    try (Magnet again = Magnet.load(folder, PLAIN);
        Magnet plain = Magnet.load(checkpoint, PLAIN)) {
      assertArrayEquals(vector, vector(again), "as it learnt, though nobody named the token");
      Adapter adapter = Adapter.load(folder);
      String refused =
          assertThrows(IllegalArgumentException.class, () -> plain.with(adapter)).getMessage();
      assertTrue(refused.contains("Loading.auto().bos(\"<|mask|>\")"), refused);
      assertThrows(IllegalArgumentException.class, () -> Magnet.adapt(plain).from(adapter));
    }
  }

  @Test
  void aWholeModelKeepsIt() throws IOException {
    try (Magnet named = Magnet.load(checkpoint, NAMED)) {
      named.save(folder);
      for (String file : List.of("config.json", "generation_config.json")) {
        JsonObject json =
            JsonParser.parseString(Files.readString(folder.resolve(file))).getAsJsonObject();
        assertEquals(BOS, named.token(json.get("bos_token_id").getAsInt()), file);
      }
      try (Magnet again = Magnet.load(folder, PLAIN)) {
        assertArrayEquals(named.encode(TEXT), again.encode(TEXT));
        assertArrayEquals(vector(named), vector(again));
      }
    }
  }

  @Test
  void aSentenceEncoderKeepsIt() {
    try (Magnet named = Magnet.load(checkpoint, NAMED)) {
      named.saveSentenceTransformer(folder);
      try (Magnet again = Magnet.load(folder, PLAIN)) {
        assertArrayEquals(named.encode(TEXT), again.encode(TEXT));
      }
    }
  }

  @Test
  void theTokenThatTheTokenizerAddsAnywayChangesNothing() throws IOException {
    try (Magnet plain = Magnet.load(checkpoint, PLAIN);
        Magnet named = Magnet.load(checkpoint, PLAIN.bos(plain.frame().bos()))) {
      assertEquals(plain.fingerprint(), named.fingerprint());
      named.save(folder);
      for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
        assertEquals(-1, Files.mismatch(checkpoint.resolve(file), folder.resolve(file)), file);
      }
    }
  }

  @Test
  void aWorkerWhoseTextsBeginOtherwiseIsRefused() {
    try (Magnet plain = Magnet.load(checkpoint, PLAIN);
        Magnet named = Magnet.load(checkpoint, NAMED)) {
      RunPlan.Base base = RunPlan.Base.of("it", named.language(), named.frame());
      assertEquals(BOS, base.bos());
      base.require(named.language(), named.frame());
      assertThrows(
          IllegalStateException.class, () -> base.require(plain.language(), plain.frame()));
    }
  }

  @ParameterizedTest
  @CsvSource({"mntp, true", "sscl, true", "msg, true", "causal, false"})
  void aTrainingThatReadsBothWaysSaysSoWhereNothingBeginsTexts(String what, boolean says)
      throws IOException {
    Objective objective =
        switch (what) {
          case "mntp" -> Objective.mntp(1);
          case "sscl" -> Objective.sscl(1);
          case "msg" -> Objective.msg(1);
          default -> Objective.msg(1).wholeTexts(1);
        };
    TinyCheckpoint.in(folder);
    Path settings = folder.resolve("tokenizer_config.json");
    String added = Files.readString(settings);
    Files.writeString(settings, added.replaceFirst("\\{", "{\"add_bos_token\": false,"));
    try (Magnet bare = Magnet.load(folder, PLAIN);
        Magnet named = Magnet.load(folder, NAMED)) {
      assertEquals(
          says, told(adaptation(bare).objectives(objective)).contains("Loading.auto().bos"));
      assertFalse(told(adaptation(named).objectives(objective)).contains("Loading.auto().bos"));
    }
  }

  /** What a training prints. */
  private static String told(Adaptation training) {
    PrintStream out = System.out;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    try (Magnet model = training.train()) {
      assertTrue(model.history().isComplete());
    } finally {
      System.setOut(out);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTokenThatTheVocabularyDoesNotListIsRefused() {
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () -> Magnet.load(checkpoint, PLAIN.bos("<|nowhere|>")))
            .getMessage();
    assertTrue(refused.contains("<|nowhere|>") && refused.contains("tokenizer.json"), refused);
  }

  private static Adaptation adaptation(Magnet base) {
    return Magnet.adapt(base).on(Corpus.of(List.of(TEXT, TEXT))).steps(1).batch(2).quiet();
  }

  private static float[] vector(Magnet model) {
    return model.embed("the cat").vectors()[0];
  }
}
