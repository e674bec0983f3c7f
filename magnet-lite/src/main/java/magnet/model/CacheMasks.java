package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import magnet.kernel.MaskKernel;
import magnet.model.family.Architecture;
import magnet.model.family.LayerKind;

/**
 * Which token sees which where a piece of text joins a cache.
 *
 * @param masks bool {@code [rows, tokens, slots]} for each kind of layer, or one for all; empty
 *     arrays where nothing is hidden but what comes later
 * @param firsts for each kind of layer, the first slot that is looked at
 */
record CacheMasks(List<NDArray> masks, int[] firsts) {

  /**
   * What holds for a piece of so many tokens, as {@link LanguageModel#extend} takes it; the cache
   * knows the positions of its slots, those of the piece included.
   */
  static CacheMasks of(
      NDManager scope,
      Decoder decoder,
      KeyValueCache cache,
      int count,
      boolean causal,
      boolean[][] hidden) {
    Architecture of = decoder.architecture();
    List<LayerKind> kinds = of.kinds();
    int window = kinds.contains(LayerKind.WINDOWED) ? of.slidingWindow() : 0;
    int[] firsts = new int[kinds.size()];
    int end = cache.length() + count;
    if (causal && count == 1 && window > 0) {
      // One more token of a causal text: the window is the last slots, whatever rows they are of.
      firsts[kinds.indexOf(LayerKind.WINDOWED)] = Math.max(0, end - window);
      window = 0;
    }
    boolean windowHides = window > 0 && cache.extent(end) >= window;
    List<NDArray> masks = new ArrayList<>();
    for (LayerKind kind : windowHides ? kinds : List.of(LayerKind.FULL)) {
      int near = kind == LayerKind.WINDOWED ? window : 0;
      masks.add(
          near == 0 && hidden == null
              ? scope.create(new Shape(0), DataType.BOOLEAN)
              : mask(scope, decoder.masks(), cache, count, causal, hidden, near));
    }
    return new CacheMasks(masks, firsts);
  }

  private static NDArray mask(
      NDManager scope,
      MaskKernel maker,
      KeyValueCache cache,
      int count,
      boolean causal,
      boolean[][] hidden,
      int near) {
    int end = cache.length() + count;
    long[] positions = new long[cache.rows() * end];
    boolean[] unseen = new boolean[cache.rows() * end];
    for (int row = 0; row < cache.rows(); row++) {
      for (int slot = 0; slot < end; slot++) {
        positions[row * end + slot] = cache.positions(row)[slot];
        unseen[row * end + slot] = hidden != null && slot < hidden[row].length && hidden[row][slot];
      }
    }
    Shape shape = new Shape(cache.rows(), end);
    return maker.ofPiece(
        scope, scope.create(positions, shape), scope.create(unseen, shape), count, causal, near);
  }
}
