package magnet.infer.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.Encoding;
import magnet.Pooling;
import magnet.infer.FramedText;
import magnet.infer.Tiny;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentence vectors: order, batches, pooling and options. */
class EncoderTest {

  private static final String STORIES = "mico-tinyllama-1.3m";

  private static final List<String> SENTENCES =
      List.of(
          "The cat naps.",
          "Once upon a time, there was a little girl named Lily who loved to play outside.",
          "Hi!",
          "A dog ran to the park and found a big red ball under a tree.",
          "A cat is asleep.");

  private static Encoding reading(boolean causal) {
    return causal ? Encoding.magnet().leftToRight() : Encoding.magnet();
  }

  private static Encoder encoder(Tiny tiny, Encoding options) {
    return new Encoder(tiny.model(), tiny.frame(), options);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void vectorsBehindALayerAreTheStatesThatItGives(boolean causal) {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder encoder = encoder(tiny, reading(causal));
          int layers = tiny.model().architecture().layers();
          for (int layer : new int[] {0, layers / 2, layers}) {
            List<TokenVectors> found = encoder.afterLayer(layer).encodeTokens(SENTENCES);
            for (TokenVectors each : found) {
              TokenSequence alone =
                  causal
                      ? TokenSequence.causal(each.ids())
                      : TokenSequence.bidirectional(each.ids());
              try (NDManager scope = tiny.model().newScope()) {
                float[] expected =
                    tiny.model()
                        .residualStream(scope, TokenBatch.padded(List.of(alone), 0))
                        .get(layer)
                        .toFloatArray();
                for (int t = 0; t < each.length(); t++) {
                  int hidden = each.vectors()[t].length;
                  assertArrayEquals(
                      Arrays.copyOfRange(expected, t * hidden, (t + 1) * hidden),
                      each.vectors()[t],
                      1e-4f);
                }
              }
            }
          }
        });
  }

  @Test
  void sentencesAfterALayerArePooledFromItsStates() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder middle = encoder(tiny, Encoding.magnet().instruction("")).afterLayer(2);
          float[][] found = middle.encode(SENTENCES);
          assertEquals(1, length(found[0]), 1e-4);
          assertTrue(
              distance(found[0], encoder(tiny, Encoding.magnet()).encode(SENTENCES)[0]) > 0.1);
        });
  }

  @Test
  void severalLayersFromOnePassAreThoseOfEach() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder encoder = encoder(tiny, Encoding.magnet());
          List<Integer> layers = List.of(2, 0, tiny.model().architecture().layers());
          List<List<TokenVectors>> found = encoder.encodeTokens(SENTENCES, layers);
          for (int i = 0; i < layers.size(); i++) {
            List<TokenVectors> alone = encoder.afterLayer(layers.get(i)).encodeTokens(SENTENCES);
            for (int text = 0; text < SENTENCES.size(); text++) {
              assertArrayEquals(alone.get(text).vectors(), found.get(i).get(text).vectors());
            }
          }
          assertThrows(
              IllegalArgumentException.class,
              () -> encoder.encodeTokens(SENTENCES, List.of(1, 1000)));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1000})
  void aLayerThatTheModelLacksIsRefused(int layer) {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder encoder = encoder(tiny, Encoding.magnet());
          String message =
              assertThrows(IllegalArgumentException.class, () -> encoder.afterLayer(layer))
                  .getMessage();
          assertTrue(message.startsWith("The hidden layer is " + layer), message);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aVectorDoesNotDependOnItsBatchAndKeepsItsPlace(Pooling pooling) {
    Tiny.stories(
        STORIES,
        tiny -> {
          for (boolean causal : new boolean[] {false, true}) {
            Encoder encoder = encoder(tiny, reading(causal).pooling(pooling));
            List<String> many = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
              many.addAll(SENTENCES); // more than one batch
            }
            float[][] together = encoder.encode(many);
            for (int i = 0; i < SENTENCES.size(); i++) {
              float[] alone = encoder.encode(SENTENCES.subList(i, i + 1))[0];
              assertArrayEquals(alone, together[i], 1e-4f);
              assertArrayEquals(alone, together[295 + i], 1e-4f);
            }
          }
        });
  }

  @Test
  void poolersCountTheTextsOwnTokens() {
    FramedText sentence = new FramedText(new int[] {1, 50, 51, 60, 61, 62, 2}, 3, 6);
    assertArrayEquals(new int[] {6}, Pooler.LAST_TOKEN.shares(sentence).tokens());
    assertArrayEquals(new int[] {3, 4, 5}, Pooler.MEAN.shares(sentence).tokens());
    assertArrayEquals(
        new float[] {1 / 6f, 2 / 6f, 3 / 6f},
        Pooler.WEIGHTED_MEAN.shares(sentence).weights(),
        1e-7f);
  }

  @Test
  void poolingIsTheWeightedSumOfTokenVectors() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoding raw = Encoding.magnet().unnormalised().pooling(Pooling.WEIGHTED_MEAN);
          FramedText text = Tiny.bare(tiny.frame().prompt("The cat naps."));
          float[][] tokens =
              encoder(tiny, Encoding.magnet()).encodeTokens("The cat naps.").vectors();
          float[] expected = new float[tokens[0].length];
          float[] weights = Pooler.WEIGHTED_MEAN.shares(text).weights();
          for (int t = 0; t < tokens.length; t++) {
            for (int d = 0; d < expected.length; d++) {
              expected[d] += weights[t] * tokens[t][d];
            }
          }
          assertArrayEquals(expected, encoder(tiny, raw).encodeFramed(List.of(text))[0], 1e-4f);
        });
  }

  @Test
  void poolingsOfOnePassAreThoseOfPassesOfTheirOwn() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Map<Pooling, String> names =
              Map.of(
                  Pooling.LAST_TOKEN, "last", Pooling.MEAN, "mean", Pooling.WEIGHTED_MEAN, "late");
          Map<String, Pooler> poolers =
              Map.of("last", Pooler.LAST_TOKEN, "mean", Pooler.MEAN, "late", Pooler.WEIGHTED_MEAN);
          Map<String, float[][]> shared =
              encoder(tiny, Encoding.magnet()).pooled(poolers).encode(SENTENCES);
          assertEquals(poolers.keySet(), shared.keySet());
          names.forEach(
              (pooling, name) -> {
                float[][] own = encoder(tiny, Encoding.magnet().pooling(pooling)).encode(SENTENCES);
                for (int i = 0; i < own.length; i++) {
                  assertArrayEquals(own[i], shared.get(name)[i], 1e-5f, name);
                }
              });
        });
  }

  @Test
  void truncatedVectorsArePrefixesOfUnitLength() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoding raw = Encoding.magnet().unnormalised();
          float[] whole = encoder(tiny, raw).encode(SENTENCES)[0];
          Encoder short20 = encoder(tiny, Encoding.magnet().dimensions(20));
          float[] prefix = short20.encode(SENTENCES)[0];
          assertEquals(20, short20.dimensions());
          assertEquals(20, prefix.length);
          double ofPrefix = length(prefix);
          assertEquals(1, ofPrefix, 1e-5);
          double scale = length(Arrays.copyOf(whole, 20));
          for (int d = 0; d < 20; d++) {
            assertEquals(whole[d] / scale, prefix[d], 1e-4);
          }
        });
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void theInstructionChangesTheVectorAndCausalDiffers() {
    Tiny.stories(
        STORIES,
        tiny -> {
          float[] magnet = encoder(tiny, Encoding.magnet()).encode(SENTENCES)[0];
          float[] bare = encoder(tiny, Encoding.magnet().instruction("")).encode(SENTENCES)[0];
          float[] causal = encoder(tiny, Encoding.magnet().leftToRight()).encode(SENTENCES)[0];
          assertTrue(distance(magnet, bare) > 1e-2);
          assertTrue(distance(magnet, causal) > 1e-2);
        });
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int d = 0; d < a.length; d++) {
      largest = Math.max(largest, Math.abs(a[d] - b[d]));
    }
    return largest;
  }

  @Test
  void tokenVectorsKnowTheirPlaceInTheText() {
    Tiny.stories(
        STORIES,
        tiny -> {
          TokenVectors tokens = encoder(tiny, Encoding.magnet()).encodeTokens("The cat naps.");
          assertEquals(tokens.length(), tokens.vectors().length);
          assertEquals(0, tokens.end()[0]); // the begin token
          assertEquals("The", "The cat naps.".substring(tokens.begin()[1], tokens.end()[1]));
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tokenVectorsDoNotDependOnTheBatchAndKeepTheirPlace(boolean causal) {
    Tiny.stories(
        STORIES,
        tiny -> {
          TokenEncoder encoder = encoder(tiny, reading(causal));
          List<String> many = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            many.addAll(SENTENCES); // more than one batch
          }
          List<TokenVectors> together = encoder.encodeTokens(many);
          for (int i = 0; i < SENTENCES.size(); i++) {
            TokenVectors alone = encoder.encodeTokens(SENTENCES.get(i));
            TokenVectors batched = together.get(295 + i);
            assertEquals(SENTENCES.get(i), batched.text());
            assertArrayEquals(alone.ids(), batched.ids());
            assertArrayEquals(alone.begin(), batched.begin());
            for (int t = 0; t < alone.length(); t++) {
              assertArrayEquals(alone.vectors()[t], batched.vectors()[t], 1e-4f);
            }
          }
        });
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder encoder = encoder(tiny, Encoding.magnet());
          assertRefused("is empty", () -> encoder.encode(List.of("a", "  ")));
          assertRefused("expected 256 at most", () -> encoder.encode(List.of("a b ".repeat(200))));
          assertRefused(
              "expected 160 at most", () -> encoder(tiny, Encoding.magnet().dimensions(161)));
        });
    assertRefused("dimensions is -1", () -> Encoding.magnet().dimensions(-1));
  }

  private static void assertRefused(String words, org.junit.jupiter.api.function.Executable call) {
    Exception refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
