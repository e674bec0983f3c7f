package magnet.train;

import java.util.ArrayList;
import java.util.List;
import magnet.model.TokenSequence;

/**
 * The three views of the texts of one batch, in token ids. A view that no objective reads is not
 * built, and its list is empty.
 *
 * @param masked x_m of each text
 * @param anchors x of each text
 * @param positives x+ of each text; as many as anchors
 */
public record ViewBatch(List<MaskedView> masked, List<int[]> anchors, List<int[]> positives) {

  /**
   * Checks that every anchor has its positive.
   *
   * @throws IllegalArgumentException if not
   */
  public ViewBatch {
    masked = List.copyOf(masked);
    anchors = List.copyOf(anchors);
    positives = List.copyOf(positives);
    if (anchors.size() != positives.size()) {
      throw new IllegalArgumentException(
          anchors.size()
              + " anchors and "
              + positives.size()
              + " positives are given; give each anchor its positive.");
    }
  }

  /** All views as they go through the model in one pass: x_m, then x, then x+. */
  public List<TokenSequence> sequences() {
    List<TokenSequence> all = new ArrayList<>();
    masked.forEach(view -> all.add(view.sequence()));
    anchors.forEach(tokens -> all.add(TokenSequence.bidirectional(tokens)));
    positives.forEach(tokens -> all.add(TokenSequence.bidirectional(tokens)));
    return all;
  }

  /** Where x of a text stands among {@link #sequences()}; x_m of text i stands at i. */
  public int anchor(int text) {
    return masked.size() + text;
  }

  /** Where x+ of a text stands among {@link #sequences()}. */
  public int positive(int text) {
    return masked.size() + anchors.size() + text;
  }

  /** How many tokens all views hold together. */
  public int tokens() {
    return sequences().stream().mapToInt(TokenSequence::length).sum();
  }
}
