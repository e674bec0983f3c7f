package magnet.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import magnet.data.BadRows;
import magnet.eval.Task;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.SourceLocation;
import magnet.recipe.settings.PocketItems;
import magnet.recipe.settings.RecordReader;
import magnet.recipe.settings.TextPlan;

/**
 * A task under the name that it has in every table.
 *
 * @param name such as {@code sts-b}
 * @param shown the metrics of the summary; the task's first where none is named
 * @param paper figures to set beside ours: by metric, then by candidate
 * @param settings what the recipe says of it, in a line
 * @param contents hashes of what it reads
 */
public record EvaluationPlan(
    String name,
    Group group,
    Function<BadRows, Task> opener,
    List<String> shown,
    Map<String, Map<String, Double>> paper,
    String settings,
    List<Supplier<String>> contents,
    SourceLocation place) {

  /** What does not change what is measured. */
  private static final Set<String> BESIDE = Set.of("shown", "paper");

  /** Reads the section "evaluations"; the corpus is what the recipe trains with. */
  static List<EvaluationPlan> readAll(KeyedReader recipe, Optional<TextPlan> corpus) {
    List<EvaluationPlan> plans = new ArrayList<>();
    recipe.named("evaluations").forEach((name, section) -> plans.add(read(name, section, corpus)));
    return List.copyOf(plans);
  }

  private static EvaluationPlan read(String name, KeyedReader section, Optional<TextPlan> corpus) {
    if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
      throw section
          .place()
          .refusal(
              "the evaluation's name \"%s\" may hold only lower-case letters, digits, dots and dashes"
                  .formatted(name));
    }
    Evaluation kind = Evaluation.of(section);
    Function<BadRows, Task> opener =
        kind.reader().apply(new Evaluation.Settings(name, section, corpus));
    List<String> shown = section.texts("shown").orElse(List.of());
    Map<String, Map<String, Double>> paper = new LinkedHashMap<>();
    KeyedReader quoted = section.sectionOrEmpty("paper");
    quoted.keys().forEach(metric -> paper.put(metric, quoted.numbers(metric, Range.any())));
    section.end();
    List<Supplier<String>> contents = new ArrayList<>();
    section.paths().forEach(path -> contents.add(() -> Digest.ofFiles(path)));
    if (section.has("class")) {
      Class<?> own = new RecordReader(section).type(Task.class);
      contents.add(() -> Digest.ofClass(own));
    }
    String data = section.text("data").orElse("");
    if (data.equals(TextPlan.HELD_OUT)) {
      corpus.flatMap(TextPlan::heldOut).ifPresent(text -> contents.add(text::fingerprint));
    } else if (data.equals(PocketItems.NAME)) {
      contents.add(PocketItems::world);
    }
    return new EvaluationPlan(
        name,
        kind.group(),
        opener,
        shown,
        paper,
        section.line(BESIDE),
        List.copyOf(contents),
        section.place());
  }

  Task open(BadRows bad) {
    return place.made(() -> opener.apply(bad));
  }

  /** Equal for equal settings and data. */
  String fingerprint() {
    List<String> parts = new ArrayList<>(List.of(settings));
    contents.forEach(each -> parts.add(each.get()));
    return Digest.ofTexts(parts.toArray(String[]::new));
  }
}
