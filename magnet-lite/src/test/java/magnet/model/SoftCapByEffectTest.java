package magnet.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Caps by their effect, which is the same under every pattern: a cap of scores holds for each score
 * by itself, before the mask. Under a cap near 0 all keys that a query sees weigh alike, and it is
 * of no matter which token stands where among them.
 */
class SoftCapByEffectTest {

  private static final int[] IDS = {3, 17, 29, 8, 41, 12, 33, 5};

  private static Architecture gemma(double scoreCap, double logitCap) {
    Architecture of = RandomModels.architecture("gemma2", 1);
    return Shapes.with(of, of.variant().withCaps(0, scoreCap, logitCap));
  }

  private static TokenSequence text(String codes, int[] ids) {
    boolean[] span = new boolean[codes.length()];
    IntStream.range(0, span.length).forEach(i -> span[i] = codes.charAt(i) == 's');
    return TokenSequence.hybrid(ids, span);
  }

  private static float[] logits(LanguageModel model, TokenSequence text, int... at) {
    try (NDManager scope = model.newScope()) {
      TokenBatch batch = TokenBatch.padded(List.of(text), 0);
      return model.logits(scope, batch, List.of(at)).toFloatArray();
    }
  }

  /** How far the logits at a query move when two other tokens change places. */
  private static double moved(Architecture of, String codes, int query, int one, int other) {
    int[] swapped = IDS.clone();
    swapped[one] = IDS[other];
    swapped[other] = IDS[one];
    try (Decoder decoder = RandomModels.decoder(of);
        LanguageModel model = LanguageModel.of(decoder)) {
      float[] before = logits(model, text(codes, IDS), query);
      float[] after = logits(model, text(codes, swapped), query);
      return IntStream.range(0, before.length)
          .mapToDouble(i -> Math.abs(before[i] - after[i]))
          .max()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cccccccc", "ssssssss", "ccssccsc"})
  void underATinyCapAllVisibleKeysWeighAlike(String codes) {
    Architecture even = gemma(1e-5, 0);
    int query = 6; // sees both of the tokens that change places
    assertTrue(moved(even, codes, query, 1, 4) < 1e-3);
    assertTrue(moved(gemma(50, 0), codes, query, 1, 4) > 1e-2, "without that cap");
  }

  @Test
  void underATinyCapWhatIsHiddenStaysHidden() {
    int query = 3;
    double moved = moved(gemma(1e-5, 0), "ssssssss", query, 1, 6);
    assertTrue(moved > 1e-2, "a token that is seen changed places with one that is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cccccccc", "ssssssss", "ccssccsc"})
  void logitsStayBelowTheirCap(String codes) {
    int[] all = IntStream.range(0, IDS.length).toArray();
    try (Decoder decoder = RandomModels.decoder(gemma(0, 0.5));
        LanguageModel capped = LanguageModel.of(decoder);
        Decoder other = RandomModels.decoder(gemma(0, 0));
        LanguageModel free = LanguageModel.of(other)) {
      float[] bounded = logits(capped, text(codes, IDS), all);
      float[] unbounded = logits(free, text(codes, IDS), all);
      assertTrue(IntStream.range(0, bounded.length).allMatch(i -> Math.abs(bounded[i]) <= 0.5f));
      assertTrue(IntStream.range(0, bounded.length).anyMatch(i -> Math.abs(unbounded[i]) > 1));
      assertTrue(
          Arrays.equals(
              IntStream.range(0, bounded.length)
                  .mapToDouble(i -> Math.signum(bounded[i]))
                  .toArray(),
              IntStream.range(0, bounded.length)
                  .mapToDouble(i -> Math.signum(unbounded[i]))
                  .toArray()));
    }
  }
}
