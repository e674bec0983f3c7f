package magnet.recipe.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import magnet.Mntp;
import magnet.Msg;
import magnet.Objective;
import magnet.Sscl;

/**
 * Reads what is to be learnt: each objective with a weight by itself ({@code mntp: 1}), or as a
 * section whose weight may change with the steps ({@code mntp: {weight: {1: 1, 200: 0}}}).
 */
final class ObjectivesReader {

  private ObjectivesReader() {}

  /**
   * Reads the section "objectives".
   *
   * @param views how masks, spans and pairs are made, which the objectives carry
   * @return at least one
   */
  static List<Objective> read(Section objectives, ViewPlan views) {
    List<Objective> found = new ArrayList<>();
    mntp(objectives, views).ifPresent(found::add);
    sscl(objectives, views).ifPresent(found::add);
    msg(objectives, views).ifPresent(found::add);
    objectives.end();
    if (found.isEmpty()) {
      throw objectives.missing("mntp, sscl or msg", "one of them at least");
    }
    return List.copyOf(found);
  }

  private static Optional<Mntp> mntp(Section objectives, ViewPlan views) {
    return weighted(objectives, "mntp", Objective::mntp)
        .map(
            each -> {
              Mntp mntp = (Mntp) each.objective();
              each.end();
              mntp = views.maskShare().map(mntp::masking).orElse(mntp);
              return views.maskToken().map(mntp::maskToken).orElse(mntp);
            });
  }

  private static Optional<Sscl> sscl(Section objectives, ViewPlan views) {
    return weighted(objectives, "sscl", Objective::sscl)
        .map(
            each -> {
              Sscl sscl = (Sscl) each.objective();
              sscl = each.number("temperature", Range.above(0)).map(sscl::temperature).orElse(sscl);
              sscl = each.whole("projection", 0).map(sscl::projection).orElse(sscl);
              each.end();
              return views.instruction().map(sscl::instruction).orElse(sscl);
            });
  }

  private static Optional<Msg> msg(Section objectives, ViewPlan views) {
    return weighted(objectives, "msg", Objective::msg)
        .map(
            each -> {
              Msg msg = (Msg) each.objective();
              if (each.choice("average", Map.of("token", true, "text", false)).orElse(false)) {
                msg = msg.averagedPerToken();
              }
              each.end();
              return views.causalShare().map(msg::wholeTexts).orElse(msg);
            });
  }

  /**
   * An objective with its weight, and the section for the rest; none where a weight stood alone.
   */
  private record Weighted(Objective objective, Optional<Section> section) {

    Optional<Double> number(String key, Range range) {
      return section.flatMap(each -> each.number(key, range));
    }

    Optional<Integer> whole(String key, int least) {
      return section.flatMap(each -> each.whole(key, least));
    }

    <T> Optional<T> choice(String key, Map<String, T> choices) {
      return section.flatMap(each -> each.choice(key, choices));
    }

    void end() {
      section.ifPresent(Section::end);
    }
  }

  private static Optional<Weighted> weighted(
      Section objectives, String name, DoubleFunction<Objective> kind) {
    if (!objectives.has(name)) {
      return Optional.empty();
    }
    if (objectives.setting(name).orElseThrow() instanceof Setting.Value) {
      double weight = objectives.number(name, Range.atLeast(0)).orElseThrow();
      return Optional.of(new Weighted(kind.apply(weight), Optional.empty()));
    }
    Section section = objectives.section(name).orElseThrow();
    return Optional.of(new Weighted(scheduled(section, kind), Optional.of(section)));
  }

  private static Objective scheduled(Section section, DoubleFunction<Objective> kind) {
    if (!(section.setting("weight").orElse(null) instanceof Setting.Keyed)) {
      return kind.apply(section.number("weight", Range.atLeast(0)).orElse(1.0));
    }
    TreeMap<Integer, Double> stages = new TreeMap<>();
    section
        .numbers("weight", Range.atLeast(0))
        .forEach((step, weight) -> stages.put(step(section, step), weight));
    if (stages.isEmpty()) {
      throw section.refusal("weight", "has no stage, expected such as {1: 0, 100: 0.5}");
    }
    Objective objective = kind.apply(stages.firstEntry().getValue()).from(stages.firstKey());
    for (Map.Entry<Integer, Double> stage : stages.tailMap(stages.firstKey(), false).entrySet()) {
      objective = objective.then(stage.getKey(), stage.getValue());
    }
    return objective;
  }

  private static int step(Section section, String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw section.refusal(
          "weight",
          "changes at step \"%s\", expected steps counted from 1, as in {1: 0, 100: 0.5}"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
