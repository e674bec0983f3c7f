package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import magnet.Adaptation;
import magnet.Corpus;
import magnet.Encoding;
import magnet.Lora;
import magnet.Magnet;
import magnet.Objective;
import magnet.io.KeyedReader;
import magnet.io.Range;

/**
 * One adaptation, under its name in every table.
 *
 * @param name such as {@code MAGNET} or {@code causal control}
 * @param attention what it sees when it is measured
 * @param settings all of this as the recipe says it, in a line
 * @param seeds it is trained once with each; those of the recipe, unless it names its own
 */
public record TrainingPlan(
    String name,
    TextPlan corpus,
    ViewPlan views,
    List<Objective> objectives,
    Lora lora,
    LoopPlan loop,
    ModelAttention attention,
    String settings,
    List<Long> seeds) {

  /** Names whose sections a variant replaces as a whole. */
  public static final List<String> WHOLE = List.of("objectives", "positives", "spans", "corpus");

  /** Reads the names that make an adaptation from a recipe of which nothing was asked yet. */
  public static TrainingPlan read(String name, KeyedReader recipe) {
    TextPlan corpus = TextPlan.ofCorpus(recipe);
    ViewPlan views = ViewPlan.read(recipe.sectionOrEmpty("views"));
    KeyedReader objectives =
        recipe.neededSection("objectives", "what to learn, such as {mntp: 1, msg: 3}");
    return new TrainingPlan(
        name,
        corpus,
        views,
        ObjectivesReader.read(objectives, views),
        lora(recipe.sectionOrEmpty("lora")),
        LoopPlan.read(recipe),
        recipe.choice("attention", ModelAttention.NAMES).orElse(ModelAttention.HYBRID),
        recipe.askedLine(),
        seeds(recipe));
  }

  /** Reads the section "lora"; without one: rank 16, alpha 32, all projections. */
  private static Lora lora(KeyedReader section) {
    Lora ranked = Lora.rank(section.whole("rank", 1).orElse(16));
    Lora scaled = section.number("alpha", Range.above(0)).map(ranked::alpha).orElse(ranked);
    Lora dropping =
        section.number("dropout", new Range(0, 1, true, false)).map(scaled::dropout).orElse(scaled);
    Optional<String[]> targets =
        section.texts("targets").map(names -> names.toArray(String[]::new));
    section.end();
    return targets
        .map(names -> section.place("targets").made(() -> dropping.targets(names)))
        .orElse(dropping);
  }

  /** Reads the seeds of all randomness; 1 by default. */
  public static List<Long> seeds(KeyedReader recipe) {
    List<Long> seeds = recipe.seeds("seeds").orElse(List.of(1L));
    if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
      throw recipe.refusal(
          "seeds", "is %s, expected different numbers, one at least".formatted(seeds));
    }
    return seeds;
  }

  /** The text, with the spans and pairs that its views will have. */
  public Corpus openCorpus() {
    return views.corpus(corpus);
  }

  /** The instruction before a text that is embedded. */
  public String instruction() {
    return views.instruction().orElse(Encoding.INSTRUCTION);
  }

  /**
   * The adaptation; it runs when its model is asked for, and only once on this machine: finished
   * and broken-off training runs are kept in the cache.
   */
  public Adaptation adaptation(Magnet base, long seed, Path cache) {
    Adaptation adaptation =
        Magnet.adapt(base)
            .on(openCorpus())
            .objectives(objectives.toArray(Objective[]::new))
            .lora(lora);
    return loop.applied(adaptation, corpus).seed(seed).cached(cache);
  }
}
