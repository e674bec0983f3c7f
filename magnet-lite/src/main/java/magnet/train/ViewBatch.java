package magnet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import magnet.model.TokenSequence;

/**
 * The views of the texts of one batch, in token ids. A view that no objective asks for is not made,
 * and its list is empty.
 *
 * @param masked x_m of each text
 * @param pairs x and x+ of each text
 * @param own views of the objectives' own making by name, of each text
 */
public record ViewBatch(
    List<MaskedView> masked, List<PairView> pairs, Map<String, List<TokenSequence>> own) {

  /** Copies the lists. */
  public ViewBatch {
    masked = List.copyOf(masked);
    pairs = List.copyOf(pairs);
    own = new TreeMap<>(own); // in a fixed order
  }

  /** All views as they go through the model in one pass: x_m, then x, then x+, then the others. */
  public List<TokenSequence> sequences() {
    List<TokenSequence> all = new ArrayList<>();
    masked.forEach(view -> all.add(view.sequence()));
    pairs.forEach(pair -> all.add(TokenSequence.bidirectional(pair.anchor())));
    pairs.forEach(pair -> all.add(TokenSequence.bidirectional(pair.positive())));
    own.values().forEach(all::addAll);
    return all;
  }

  /** Where x of a text is among {@link #sequences()}; x_m of text i is at i. */
  public int anchor(int text) {
    return masked.size() + text;
  }

  /** Where x+ of a text is among {@link #sequences()}. */
  public int positive(int text) {
    return masked.size() + pairs.size() + text;
  }

  /** Where an objective's own view of a text is among {@link #sequences()}. */
  public int own(String name, int text) {
    int first = masked.size() + 2 * pairs.size();
    for (Map.Entry<String, List<TokenSequence>> each : own.entrySet()) {
      if (each.getKey().equals(name)) {
        return first + text;
      }
      first += each.getValue().size();
    }
    throw new IllegalArgumentException(
        "There is no view \"%s\" in this batch, only %s; ask for it in views()."
            .formatted(name, own.keySet()));
  }

  /** How many tokens all views hold together. */
  public int tokens() {
    return sequences().stream().mapToInt(TokenSequence::length).sum();
  }
}
