package magnet.recipe.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import magnet.Objective;
import magnet.train.Schedule;

/**
 * Reads what is to be learnt: each objective with a weight alone ({@code mntp: 1}), or as a section
 * whose weight may change with the steps ({@code mntp: {weight: {1: 1, 200: 0}}}). Your own
 * objective is named by its class: {@code distil: {class: my.Distil, weight: 0.5}}.
 *
 * <p>An objective is a record, and its components are its settings: {@code keepShare} is read as
 * {@code keep-share}.
 */
final class ObjectivesReader {

  /** Those that a recipe knows by their names, in the order in which they are trained. */
  private static final List<Objective> KNOWN =
      List.of(Objective.mntp(1), Objective.sscl(1), Objective.msg(1));

  private final KeyedSettings section;
  private final Map<String, Optional<?>> ofViews;

  private ObjectivesReader(KeyedSettings section, ViewPlan views) {
    this.section = section;
    ofViews = views.ofObjectives();
  }

  /**
   * Reads the section "objectives".
   *
   * @param views how masks, spans and pairs are made, which objectives that ask for them carry
   * @return at least one
   */
  static List<Objective> read(KeyedSettings objectives, ViewPlan views) {
    List<Objective> found = new ArrayList<>();
    for (Objective known : KNOWN) {
      section(objectives, known.name())
          .ifPresent(each -> found.add(new ObjectivesReader(each, views).like(known)));
    }
    for (String name : objectives.all().settings().keySet()) {
      if (KNOWN.stream().noneMatch(known -> known.name().equals(name))
          && objectives.all().settings().get(name) instanceof Setting.Keyed own
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

  private static Optional<KeyedSettings> section(KeyedSettings objectives, String name) {
    if (objectives.setting(name).orElse(null) instanceof Setting.Value) {
      objectives.text(name); // refuses a name without a value
    }
    return objectives.sectionOrValue(name, "weight");
  }

  /** A known objective, with the settings of the recipe. */
  private Objective like(Objective known) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent each : known.getClass().getRecordComponents()) {
      Optional<?> said =
          ofViews.containsKey(each.getName()) ? ofViews.get(each.getName()) : value(each);
      values.put(each.getName(), said.isPresent() ? said.get() : own(known, each));
    }
    section.end();
    return made(known.getClass(), values);
  }

  private Objective ofClass() {
    Class<? extends Objective> type = type(section.needed("class", "the name of a class"));
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent each : type.getRecordComponents()) {
      Optional<?> said = value(each);
      said = said.isPresent() ? said : ofViews.getOrDefault(each.getName(), Optional.empty());
      if (said.isEmpty() && each.getType() == Schedule.class) {
        said = Optional.of(Schedule.constant(1));
      }
      values.put(
          each.getName(),
          said.orElseThrow(
              () -> section.missing(key(each), "a value for the objective's " + each.getName())));
    }
    section.end();
    return made(type, values);
  }

  private Class<? extends Objective> type(String name) {
    try {
      Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      if (!Objective.class.isAssignableFrom(type)
          || !type.isRecord()
          || !Modifier.isPublic(type.getModifiers())) {
        throw section.refusal(
            "class", "is " + name + ", expected a public record that implements magnet.Objective");
      }
      return type.asSubclass(Objective.class);
    } catch (ClassNotFoundException | LinkageError e) {
      throw section.refusal(
          "class",
          "is %s, which cannot be loaded (%s); put it on the class path beside magnet-lite"
              .formatted(name, e));
    }
  }

  private Objective made(Class<? extends Objective> type, Map<String, Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.values().toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          section.all().place() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw section.refusal("class", "cannot be made: " + e);
    }
  }

  private static Object own(Objective known, RecordComponent component) {
    try {
      return component.getAccessor().invoke(known);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("An objective does not tell its " + component + ": " + e, e);
    }
  }

  /** What the section says about a component, if anything. */
  private Optional<?> value(RecordComponent component) {
    String key = key(component);
    Class<?> type = component.getType();
    if (type == Schedule.class) {
      return weight(key);
    }
    if (type == double.class) {
      return section.number(key, Range.any());
    }
    if (type == int.class) {
      return section.whole(key, Integer.MIN_VALUE);
    }
    if (type == boolean.class) {
      return section.flag(key);
    }
    if (type == String.class) {
      return section.text(key);
    }
    if (type.isEnum()) {
      Map<String, Object> words = new LinkedHashMap<>();
      for (Object constant : type.getEnumConstants()) {
        words.put(constant.toString().toLowerCase(Locale.ROOT), constant);
      }
      return section.choice(key, words);
    }
    throw section.refusal(
        key,
        "is a %s, which a recipe cannot give; make it a number, a text, true or false, an enum or"
                .formatted(type.getSimpleName())
            + " a Schedule");
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private Optional<Schedule> weight(String key) {
    if (!(section.setting(key).orElse(null) instanceof Setting.Keyed)) {
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
