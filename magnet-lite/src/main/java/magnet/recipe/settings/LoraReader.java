package magnet.recipe.settings;

import java.util.List;
import java.util.Optional;
import magnet.Lora;
import magnet.io.KeyedReader;
import magnet.io.Range;

/** Reads the size and place of the adapter. */
final class LoraReader {

  private LoraReader() {}

  /** Reads the section "lora"; without one: rank 16, alpha 32, all projections. */
  static Lora read(Optional<KeyedReader> lora) {
    if (lora.isEmpty()) {
      return Lora.standard();
    }
    KeyedReader section = lora.get();
    int rank = section.whole("rank", 1).orElse(16);
    Optional<Double> alpha = section.number("alpha", Range.above(0));
    Optional<Double> dropout = section.number("dropout", new Range(0, 1, true, false));
    Optional<List<String>> targets = section.texts("targets");
    Lora size = Lora.rank(rank);
    size = alpha.isPresent() ? size.alpha(alpha.get()) : size;
    size = dropout.isPresent() ? size.dropout(dropout.get()) : size;
    if (targets.isPresent()) {
      Lora sized = size;
      size = section.made("targets", () -> sized.targets(targets.get().toArray(String[]::new)));
    }
    section.end();
    return size;
  }
}
