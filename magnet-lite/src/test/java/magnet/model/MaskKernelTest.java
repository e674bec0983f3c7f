package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import magnet.kernel.MaskKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.family.LayerKind;
import org.junit.jupiter.api.Test;

/** The masks that kernels make are the mask rule, token by token. */
class MaskKernelTest {

  private static final List<LayerKind> BOTH = List.of(LayerKind.FULL, LayerKind.WINDOWED);

  @Test
  void packedAndPaddedTextsFollowTheRule() {
    SplittableRandom random = new SplittableRandom(1);
    int hidden = 0;
    try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
      MaskKernel maker = new MaskKernel(manager);
      for (int trial = 0; trial < 60; trial++) {
        List<TokenSequence> texts = texts(random);
        if (random.nextBoolean()) {
          int[] shared = random.ints(1 + random.nextInt(3), 0, 9).toArray();
          texts.add(TokenSequence.branching(shared, List.of(new int[] {1, 2}, new int[] {3})));
        }
        int window = random.nextInt(4);
        TokenBatch batch =
            trial % 2 == 0 ? TokenBatch.packed(texts, window) : TokenBatch.padded(texts, window);
        try (NDManager scope = manager.newSubManager()) {
          List<NDArray> masks = batch.rows(scope, maker, BOTH, false).masks();
          for (int kind = 0; kind < masks.size(); kind++) {
            if (masks.get(kind).size() > 0) {
              hidden += check(batch, masks.get(kind), kind == 0 ? 0 : window);
            }
          }
        }
      }
    }
    assertTrue(hidden > 1000, "something is hidden");
  }

  /** How many pairs are hidden from one another. */
  private static int check(TokenBatch batch, NDArray mask, int window) {
    int length = batch.length();
    assertEquals(new Shape(batch.rows(), length, length), mask.getShape());
    boolean[] expected = new boolean[batch.rows() * length * length];
    for (int place = 0; place < batch.rows() * length; place++) {
      expected[place * length + place % length] = true;
    }
    for (int text = 0; text < batch.sequences().size(); text++) {
      TokenSequence sequence = batch.sequences().get(text);
      for (int query = 0; query < sequence.length(); query++) {
        for (int key = 0; key < sequence.length(); key++) {
          expected[batch.place(text, query) * length + batch.place(text, key) % length] =
              allows(sequence, query, key, window);
        }
      }
    }
    boolean[] found = mask.toBooleanArray();
    int hidden = 0;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], "pair " + i);
      hidden += expected[i] ? 0 : 1;
    }
    return hidden;
  }

  private static boolean allows(TokenSequence text, int query, int key, int window) {
    boolean near = Math.abs(text.positions()[query] - text.positions()[key]) < window;
    int branch = text.branch()[key];
    return MaskRule.allows(text.span()[query], text.span()[key], query, key)
        && (branch == 0 || branch == text.branch()[query])
        && (window == 0 || near);
  }

  /** Context and spans, all of one or all of the other, with gaps between their places. */
  static List<TokenSequence> texts(SplittableRandom random) {
    List<TokenSequence> texts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      int length = 1 + random.nextInt(9);
      int share = random.nextInt(3);
      boolean[] span = new boolean[length];
      int[] positions = new int[length];
      for (int t = 0; t < length; t++) {
        span[t] = share == 2 || share == 1 && random.nextBoolean();
        positions[t] = t == 0 ? 0 : positions[t - 1] + (random.nextInt(4) == 0 ? 3 : 1);
      }
      texts.add(new TokenSequence(random.ints(length, 0, 9).toArray(), positions, span));
    }
    return texts;
  }
}
