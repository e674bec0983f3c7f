package magnet.recipe.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import magnet.Objective;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.Tree;
import magnet.train.Schedule;

/**
 * Reads the objectives: each objective with a weight alone ({@code mntp: 1}), or as a section whose
 * weight may change with the steps ({@code mntp: {weight: {1: 1, 200: 0}}}). Your own objective is
 * named by its class: {@code distil: {class: my.Distil, weight: 0.5}}.
 *
 * <p>An objective is a record, and its components are its settings: {@code keepShare} is read as
 * {@code keep-share}.
 */
final class ObjectivesReader {

  /** Those that a recipe knows by their names, in the order in which they are trained. */
  private static final List<Objective> KNOWN =
      List.of(Objective.mntp(1), Objective.sscl(1), Objective.msg(1));

  private final KeyedReader section;
  private final RecordReader reader;
  private final Map<String, Optional<?>> ofViews;

  private ObjectivesReader(KeyedReader section, ViewPlan views) {
    this.section = section;
    reader = new RecordReader(section);
    ofViews = views.ofObjectives();
  }

  /** Reads the section "objectives": at least one; they carry what they ask for of the views. */
  static List<Objective> read(KeyedReader objectives, ViewPlan views) {
    List<Objective> found = new ArrayList<>();
    for (Objective known : KNOWN) {
      section(objectives, known.name())
          .ifPresent(each -> found.add(new ObjectivesReader(each, views).like(known)));
    }
    for (String name : objectives.keys()) {
      if (KNOWN.stream().noneMatch(known -> known.name().equals(name))
          && objectives.all().settings().get(name) instanceof Tree.Section own
          && own.settings().containsKey("class")) {
        found.add(new ObjectivesReader(section(objectives, name).orElseThrow(), views).ofClass());
      }
    }
    objectives.end();
    if (found.isEmpty()) {
      throw objectives.missing("mntp, sscl or msg", "one of them at least");
    }
    return List.copyOf(found);
  }

  private static Optional<KeyedReader> section(KeyedReader objectives, String name) {
    if (objectives.setting(name).orElse(null) instanceof Tree.Value) {
      objectives.text(name); // refuses a name without a value
    }
    return objectives.sectionOrValue(name, "weight");
  }

  /** A known objective, with the settings of the recipe. */
  private Objective like(Objective known) {
    return made(
        known.getClass(),
        each -> {
          Optional<?> said =
              ofViews.containsKey(each.getName()) ? ofViews.get(each.getName()) : value(each);
          return said.isPresent() ? said.get() : own(known, each);
        });
  }

  private Objective ofClass() {
    Class<? extends Objective> type = reader.type(Objective.class);
    return made(
        type,
        each -> {
          Optional<?> said = value(each);
          said = said.isPresent() ? said : ofViews.getOrDefault(each.getName(), Optional.empty());
          if (said.isPresent()) {
            return said.get();
          }
          return each.getType() == Schedule.class ? Schedule.constant(1) : reader.needed(each);
        });
  }

  private Objective made(
      Class<? extends Objective> type, Function<RecordComponent, Object> setting) {
    List<Object> values = Arrays.stream(type.getRecordComponents()).map(setting).toList();
    section.end();
    return reader.made(type, values);
  }

  private static Object own(Objective known, RecordComponent component) {
    try {
      return component.getAccessor().invoke(known);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("An objective does not tell its " + component + ": " + e, e);
    }
  }

  private Optional<?> value(RecordComponent component) {
    return component.getType() == Schedule.class
        ? weight(RecordReader.key(component))
        : reader.value(component);
  }

  private Optional<Schedule> weight(String key) {
    if (!(section.setting(key).orElse(null) instanceof Tree.Section)) {
      return section.number(key, Range.atLeast(0)).map(Schedule::constant);
    }
    TreeMap<Integer, Double> stages = new TreeMap<>();
    section
        .numbers(key, Range.atLeast(0))
        .forEach((step, weight) -> stages.put(step(key, step), weight));
    if (stages.isEmpty()) {
      throw section.refusal(key, "has no stage, expected such as {1: 0, 100: 0.5}");
    }
    return Optional.of(
        new Schedule(
            stages.entrySet().stream()
                .map(stage -> new Schedule.Stage(stage.getKey(), stage.getValue()))
                .toList()));
  }

  private int step(String key, String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw section.refusal(
          key,
          "changes at step \"%s\", expected steps counted from 1, as in {1: 0, 100: 0.5}"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
