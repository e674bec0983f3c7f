package magnet.recipe;

import java.util.List;
import java.util.Optional;
import magnet.io.KeyedReader;

/**
 * What is measured at intervals while a model is trained: the curves of the report.
 *
 * @param every steps between two measurements
 */
record WhileTraining(int every, List<EvaluationPlan> evaluations) {

  static Optional<WhileTraining> read(KeyedReader recipe, List<EvaluationPlan> evaluations) {
    return recipe.section("while-training").map(section -> of(section, evaluations));
  }

  private static WhileTraining of(KeyedReader section, List<EvaluationPlan> evaluations) {
    int every =
        section.whole("every", 1).orElseThrow(() -> section.missing("every", "a number of steps"));
    List<String> wanted =
        section
            .texts("evaluations")
            .orElseThrow(() -> section.missing("evaluations", "names of the recipe's evaluations"));
    section.end();
    return new WhileTraining(
        every, wanted.stream().map(name -> named(name, section, evaluations)).toList());
  }

  private static EvaluationPlan named(
      String name, KeyedReader section, List<EvaluationPlan> evaluations) {
    return evaluations.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                section.refusal(
                    "evaluations",
                    "names \"%s\", which the recipe does not measure; it has %s"
                        .formatted(name, evaluations.stream().map(EvaluationPlan::name).toList())));
  }
}
