package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that is named begins every text, and stays with what is learnt and saved. */
class BosTest {

  private static final String TEXT = "The cat lost a ball under the bed.";
  private static final String BOS = "<|end|>";
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
      assertTrue(refused.contains("Loading.auto().bos(\"<|end|>\")"), refused);
      assertThrows(IllegalArgumentException.class, () -> Magnet.adapt(plain).from(adapter));
    }
  }

  @Test
  void aWholeModelKeepsIt() {
    try (Magnet named = Magnet.load(checkpoint, NAMED)) {
      named.save(folder);
      try (Magnet again = Magnet.load(folder, PLAIN)) {
        assertArrayEquals(named.encode(TEXT), again.encode(TEXT));
        assertArrayEquals(vector(named), vector(again));
      }
    }
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
