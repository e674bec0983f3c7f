package magnet.recipe.settings;

import java.util.ArrayList;
import java.util.List;
import magnet.Adapter;
import magnet.Encoding;
import magnet.Magnet;
import magnet.eval.Candidate;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;

/**
 * An adapter that was trained elsewhere and is measured with the others.
 *
 * @param name as in every table
 * @param source {@code pocket} for the one that ships with the library, else the folder of an
 *     adapter or its name on the Hub
 * @param attention what the model sees with it
 * @param instruction what precedes a text that is embedded
 * @param place for messages
 */
public record AdapterPlan(
    String name,
    String source,
    ModelAttention attention,
    String instruction,
    SourceLocation place) {

  /** Reads the section "adapters": by name a source alone, or a section. */
  public static List<AdapterPlan> readAll(KeyedReader recipe) {
    List<AdapterPlan> plans = new ArrayList<>();
    recipe
        .section("adapters")
        .ifPresent(
            all -> {
              for (String name : all.all().settings().keySet()) {
                plans.add(read(name, all.sectionOrValue(name, "source").orElseThrow()));
              }
            });
    return List.copyOf(plans);
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

  /** The model with it, as it is measured. */
  public Candidate candidate(Magnet model) {
    return attention.candidate(name, model, instruction);
  }
}
