package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.kernel.DecoderKernel.Attention;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that join a cache get the outputs that they get in one pass of the whole text. */
class CacheByEffectTest {

  private static final float TOLERANCE = 2e-5f;

  /** Every family without and, where it may have one, with a window shorter than the texts. */
  static Stream<Arguments> models() {
    return Stream.concat(
        RandomModels.families().map(family -> Arguments.of(family, 0)),
        RandomModels.windowedFamilies().map(family -> Arguments.of(family, 4)));
  }

  private interface Check {
    void run(LanguageModel model, int window);
  }

  private static void withModel(String family, int window, Check check) {
    Architecture of = RandomModels.architecture(family, 3);
    if (window > 0) {
      of = Shapes.withWindow(of, window);
    }
    try (Decoder decoder = RandomModels.decoder(of)) {
      for (Attention way : new Attention[] {Attention.FUSED, Attention.PLAIN}) {
        try (LanguageModel model = LanguageModel.of(decoder).withAttention(way)) {
          check.run(model, of.slidingWindow());
        }
      }
    }
  }

  private static int[] ids(int length, int seed) {
    return IntStream.range(0, length)
        .map(i -> (11 * i + 17 * seed + i * i) % RandomModels.VOCABULARY)
        .toArray();
  }

  /** Logits of the whole text, {@code [tokens * vocabulary]}. */
  private static float[] whole(LanguageModel model, TokenSequence text, int window) {
    try (NDManager scope = model.newScope()) {
      TokenBatch batch = TokenBatch.padded(List.of(text), window);
      int[] all = IntStream.range(0, text.length()).toArray();
      return model.logits(scope, batch, List.of(all)).toFloatArray();
    }
  }

  private static float[] extend(
      LanguageModel model,
      KeyValueCache cache,
      int[][] tokens,
      int[][] positions,
      boolean causal,
      boolean[][] hidden) {
    try (NDManager scope = model.newScope()) {
      int[] last = {tokens[0].length - 1};
      return model.extend(scope, cache, tokens, positions, causal, hidden, last).toFloatArray();
    }
  }

  private static float[] at(float[] logits, int token) {
    return Arrays.copyOfRange(
        logits, token * RandomModels.VOCABULARY, (token + 1) * RandomModels.VOCABULARY);
  }

  @ParameterizedTest
  @MethodSource("models")
  void causalTextsOfSeveralLengthsSideBySide(String family, int atWindow) {
    withModel(
        family,
        atWindow,
        (model, window) -> {
          int[] longer = ids(14, 1);
          int[] shorter = ids(11, 2); // three slots of padding before it
          float[] ofLonger = whole(model, TokenSequence.causal(longer), window);
          float[] ofShorter = whole(model, TokenSequence.causal(shorter), window);
          int prompt = 8;
          int[][] tokens = {Arrays.copyOf(longer, prompt), new int[prompt]};
          int[][] positions = {IntStream.range(0, prompt).toArray(), new int[prompt]};
          boolean[][] hidden = {new boolean[prompt], new boolean[prompt]};
          Arrays.fill(hidden[1], 0, 3, true);
          for (int t = 0; t < prompt - 3; t++) {
            tokens[1][t + 3] = shorter[t];
            positions[1][t + 3] = t;
          }
          try (KeyValueCache cache = new KeyValueCache(model.decoder(), 2, longer.length)) {
            float[] found = extend(model, cache, tokens, positions, true, hidden);
            for (int t = prompt; ; t++) {
              assertArrayEquals(at(ofLonger, t - 1), at(found, 0), TOLERANCE);
              assertArrayEquals(at(ofShorter, t - 4), at(found, 1), TOLERANCE);
              if (t == longer.length) {
                break;
              }
              int[][] next = {{longer[t]}, {shorter[t - 3]}};
              found = extend(model, cache, next, new int[][] {{t}, {t - 3}}, true, hidden);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSpanAgainstItsContext(String family, int atWindow) {
    withModel(
        family,
        atWindow,
        (model, window) -> {
          int[] text = ids(16, 3);
          int begin = 6;
          int end = 11;
          boolean[] span = new boolean[text.length];
          Arrays.fill(span, begin, end, true);
          float[] expected = whole(model, TokenSequence.hybrid(text, span), window);
          int[] context =
              IntStream.range(0, text.length).filter(t -> t < begin || t >= end).toArray();
          int[] ids = Arrays.stream(context).map(t -> text[t]).toArray();
          try (KeyValueCache cache = new KeyValueCache(model.decoder(), 1, text.length)) {
            float[] found =
                extend(model, cache, new int[][] {ids}, new int[][] {context}, false, null);
            assertArrayEquals(at(expected, text.length - 1), found, TOLERANCE);
            for (int t = begin; t < end; t++) {
              found = extend(model, cache, new int[][] {{text[t]}}, new int[][] {{t}}, false, null);
              assertArrayEquals(at(expected, t), found, TOLERANCE, "span token " + t);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("models")
  void rowsThatGoOnFromOthers(String family, int atWindow) {
    withModel(
        family,
        atWindow,
        (model, window) -> {
          int[][] texts = {ids(9, 4), ids(9, 6)};
          int read = 7;
          int[][] begun = {Arrays.copyOf(texts[0], read), Arrays.copyOf(texts[1], read)};
          int[] places = IntStream.range(0, read).toArray();
          int[] from = {1, 0, 1};
          try (KeyValueCache cache = new KeyValueCache(model.decoder(), 2, read + 1)) {
            extend(model, cache, begun, new int[][] {places, places}, true, null);
            try (KeyValueCache wider = cache.spread(from, read + 2)) {
              for (int t = read; t < read + 2; t++) {
                int[][] next = {{texts[1][t]}, {texts[0][t]}, {texts[1][t]}};
                float[] found = extend(model, wider, next, new int[][] {{t}, {t}, {t}}, true, null);
                for (int row = 0; row < from.length; row++) {
                  float[] expected = whole(model, TokenSequence.causal(texts[from[row]]), window);
                  assertArrayEquals(at(expected, t), at(found, row), TOLERANCE, "row " + row);
                }
              }
            }
            int[][] next = {{texts[0][read]}, {texts[1][read]}};
            float[] found = extend(model, cache, next, new int[][] {{read}, {read}}, true, null);
            float[] expected = whole(model, TokenSequence.causal(texts[1]), window);
            assertArrayEquals(at(expected, read), at(found, 1), TOLERANCE, "what it went on from");
          }
        });
  }

  /**
   * Weights in int8 are off by half a percent of a row's largest, and no family is an exception.
   */
  @ParameterizedTest
  @MethodSource("models")
  void int8WeightsWhereTokensFollowOneByOne(String family, int atWindow) {
    withModel(
        family,
        atWindow,
        (model, window) -> {
          int[] text = ids(12, 5);
          float[] expected = whole(model, TokenSequence.causal(text), window);
          try (LanguageModel small = model.withInt8Decoding();
              KeyValueCache cache = new KeyValueCache(model.decoder(), 1, text.length)) {
            double squares = 0;
            double differences = 0;
            for (int t = 0; t < text.length; t++) {
              int[][] token = {{text[t]}};
              float[] found = extend(small, cache, token, new int[][] {{t}}, true, null);
              float[] exact = at(expected, t);
              for (int i = 0; i < exact.length; i++) {
                squares += exact[i] * exact[i];
                differences += Math.pow(exact[i] - found[i], 2);
              }
            }
            double relative = Math.sqrt(differences / squares);
            assertTrue(relative > 0 && relative < 0.05, "relative difference " + relative);
          }
        });
  }
}
