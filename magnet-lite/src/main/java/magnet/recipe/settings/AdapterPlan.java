package magnet.recipe.settings;

import java.util.List;
import magnet.Adapter;
import magnet.Encoding;
import magnet.Magnet;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;

/**
 * An adapter that was trained elsewhere and is measured with the others.
 *
 * @param source {@code pocket}, or {@code pocket/} and a variant, for those that ship with the
 *     library, else the folder of an adapter or its name on the Hub
 * @param instruction what precedes a text that is embedded
 */
public record AdapterPlan(
    String name,
    String source,
    ModelAttention attention,
    String instruction,
    SourceLocation place) {

  /** Reads the section "adapters": by name a source alone, or a section. */
  public static List<AdapterPlan> readAll(KeyedReader recipe) {
    KeyedReader all = recipe.sectionOrEmpty("adapters");
    return all.keys().stream()
        .map(name -> read(name, all.sectionOrValue(name, "source").orElseThrow()))
        .toList();
  }

  private static AdapterPlan read(String name, KeyedReader section) {
    AdapterPlan plan =
        new AdapterPlan(
            name,
            ModelPlan.folderOrName(section, "source", "pocket, or the folder of an adapter"),
            section.choice("attention", ModelAttention.NAMES).orElse(ModelAttention.HYBRID),
            section.text("instruction").orElse(Encoding.INSTRUCTION),
            section.place("source"));
    section.end();
    return plan;
  }

  /**
   * The base with this adapter; the caller closes it.
   *
   * @throws IllegalArgumentException if there is no such adapter, or it does not fit the base; with
   *     the place in the recipe
   */
  public Magnet load(Magnet base) {
    try {
      return base.with(Adapter.load(source));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
