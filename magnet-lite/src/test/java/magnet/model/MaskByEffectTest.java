package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel.Attention;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mask by its effect: changing a token that must be invisible changes no output that must not
 * see it, changing one that must be visible changes every output that must. One layer only: with
 * more, what one token sees reaches others through a third.
 */
class MaskByEffectTest {

  /** Context and span tokens, spans at the start, inside and at the end. */
  private static final List<String> CODES =
      List.of("ccccccc", "sssss", "ccsscccssc", "sscccs", "cs", "c", "ccccsssccccccccc");

  private static final int WINDOW = 3;

  private interface Check {
    void run(LanguageModel model);
  }

  private static void withModel(String family, int layers, int window, Check check) {
    Architecture of = RandomModels.architecture(family, layers);
    try (Decoder decoder = RandomModels.decoder(window > 0 ? Shapes.withWindow(of, window) : of);
        LanguageModel model = LanguageModel.of(decoder)) {
      check.run(model);
      if (decoder.architecture().variant().scoreCap() == 0) {
        try (LanguageModel byText = model.withAttention(Attention.BY_TEXT)) {
          check.run(byText);
        }
      }
    }
  }

  private static TokenSequence sequence(String codes, int seed) {
    boolean[] span = new boolean[codes.length()];
    int[] ids = new int[codes.length()];
    for (int i = 0; i < ids.length; i++) {
      span[i] = codes.charAt(i) == 's';
      ids[i] = (7 * i + 13 * seed + 3) % RandomModels.VOCABULARY;
    }
    return TokenSequence.hybrid(ids, span);
  }

  private static float[][] outputs(LanguageModel model, TokenBatch batch, int of) {
    List<int[]> wanted = new ArrayList<>();
    for (int i = 0; i < batch.sequences().size(); i++) {
      int length = i == of ? batch.sequences().get(i).length() : 0;
      wanted.add(IntStream.range(0, length).toArray());
    }
    try (NDManager scope = model.newScope()) {
      float[] flat = model.hiddenStates(scope, batch, wanted).toFloatArray();
      int width = flat.length / wanted.get(of).length;
      return IntStream.range(0, wanted.get(of).length)
          .mapToObj(t -> Arrays.copyOfRange(flat, t * width, (t + 1) * width))
          .toArray(float[][]::new);
    }
  }

  /** Changes each token of each text in turn and looks at every output of every text. */
  private static void check(
      LanguageModel model, int window, Function<List<TokenSequence>, TokenBatch> layout) {
    List<TokenSequence> texts = new ArrayList<>();
    for (int i = 0; i < CODES.size(); i++) {
      texts.add(sequence(CODES.get(i), i));
    }
    for (int changed = 0; changed < texts.size(); changed++) {
      for (int of = 0; of < texts.size(); of++) {
        float[][] before = outputs(model, layout.apply(texts), of);
        for (int key = 0; key < texts.get(changed).length(); key++) {
          List<TokenSequence> others = new ArrayList<>(texts);
          others.set(changed, withOther(texts.get(changed), key));
          float[][] after = outputs(model, layout.apply(others), of);
          for (int query = 0; query < after.length; query++) {
            boolean sees = of == changed && sees(CODES.get(of), query, key, window);
            String where =
                CODES.get(of) + " query " + query + ", changed " + CODES.get(changed) + " " + key;
            double difference = difference(before[query], after[query]);
            if (sees) {
              assertTrue(difference > 1e-6, where + " saw nothing");
            } else {
              assertEquals(0, difference, where);
            }
          }
        }
      }
    }
  }

  /** The rule in other words than the code's. */
  private static boolean sees(String codes, int query, int key, int window) {
    boolean near = window == 0 || (key - query < window && query - key < window);
    if (codes.charAt(key) == 'c') {
      return near || query == key;
    }
    return near && codes.charAt(query) == 's' && key <= query || query == key;
  }

  private static TokenSequence withOther(TokenSequence text, int at) {
    int[] ids = text.tokens().clone();
    ids[at] = (ids[at] + 17) % RandomModels.VOCABULARY;
    return new TokenSequence(ids, text.positions(), text.span());
  }

  private static double difference(float[] a, float[] b) {
    double largest = 0;
    for (int d = 0; d < a.length; d++) {
      largest = Math.max(largest, Math.abs(a[d] - b[d]));
    }
    return largest;
  }

  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void inAPaddedBatch(String family) {
    withModel(family, 1, 0, model -> check(model, 0, texts -> TokenBatch.padded(texts, 0)));
  }

  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void inAPackedBatch(String family) {
    withModel(family, 1, 0, model -> check(model, 0, texts -> TokenBatch.packed(texts, 0)));
  }

  /** A window is symmetric for what looks both ways: see {@link MaskRule}. */
  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#windowedFamilies")
  void aSlidingWindowInAPaddedAndInAPackedBatch(String family) {
    withModel(
        family,
        1,
        WINDOW,
        model -> {
          check(model, WINDOW, texts -> TokenBatch.padded(texts, WINDOW));
          check(model, WINDOW, texts -> TokenBatch.packed(texts, WINDOW));
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void aloneInABatch(String family) {
    withModel(
        family,
        1,
        0,
        model -> {
          for (int i = 0; i < CODES.size(); i++) {
            TokenSequence text = sequence(CODES.get(i), i);
            float[][] before = outputs(model, TokenBatch.padded(List.of(text), 0), 0);
            for (int key = 0; key < text.length(); key++) {
              TokenBatch other = TokenBatch.padded(List.of(withOther(text, key)), 0);
              float[][] after = outputs(model, other, 0);
              for (int query = 0; query < text.length(); query++) {
                double difference = difference(before[query], after[query]);
                boolean sees = sees(CODES.get(i), query, key, 0);
                assertEquals(sees, difference > 1e-6, CODES.get(i) + " " + query + " " + key);
              }
            }
          }
        });
  }

  /** With three layers what context gives still never depends on a span. */
  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void aSpanTokenNeverChangesWhatContextSees(String family) {
    withModel(
        family,
        3,
        0,
        model -> {
          TokenSequence text = sequence("ccssccsscc", 1);
          TokenBatch batch = TokenBatch.padded(List.of(text, sequence("cccc", 2)), 0);
          float[][] before = outputs(model, batch, 0);
          for (int key : new int[] {2, 3, 6, 7}) {
            TokenBatch other =
                TokenBatch.padded(List.of(withOther(text, key), sequence("cccc", 2)), 0);
            float[][] after = outputs(model, other, 0);
            for (int query : new int[] {0, 1, 4, 5, 8, 9}) {
              assertEquals(0, difference(before[query], after[query]));
            }
          }
        });
  }

  /** After a blank that is to be filled, the blank's length counts. */
  @Test
  void aWindowCountsPlacesOfTheText() {
    withModel(
        "mistral",
        1,
        WINDOW,
        model -> {
          int[] positions = {0, 1, 2, 4, 5, 9};
          TokenSequence text =
              new TokenSequence(sequence("cccccc", 1).tokens(), positions, new boolean[6]);
          float[][] before = outputs(model, TokenBatch.padded(List.of(text), WINDOW), 0);
          for (int key = 0; key < text.length(); key++) {
            TokenBatch other = TokenBatch.padded(List.of(withOther(text, key)), WINDOW);
            float[][] after = outputs(model, other, 0);
            for (int query = 0; query < text.length(); query++) {
              boolean sees = Math.abs(positions[query] - positions[key]) < WINDOW;
              assertEquals(sees, difference(before[query], after[query]) > 1e-6);
            }
          }
        });
  }

  /** A batch made without the window has the mask rule alone on every layer. */
  @Test
  void aBatchWithoutTheWindowSeesEverything() {
    withModel(
        "mistral",
        1,
        WINDOW,
        model -> {
          TokenSequence text = sequence("cccccccc", 1);
          float[][] before = outputs(model, TokenBatch.padded(List.of(text), 0), 0);
          TokenBatch other = TokenBatch.padded(List.of(withOther(text, 7)), 0);
          assertTrue(difference(before[0], outputs(model, other, 0)[0]) > 1e-6);
        });
  }
}
