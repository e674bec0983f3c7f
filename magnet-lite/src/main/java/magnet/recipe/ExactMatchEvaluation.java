package magnet.recipe;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import magnet.data.benchmark.BigBenchHard;
import magnet.eval.ExactMatch;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: exact-match}: whether a written answer is the right one. */
final class ExactMatchEvaluation {

  private static final int USUAL_SHOTS = 3;
  private static final int USUAL_TOKENS = 32;

  private ExactMatchEvaluation() {}

  static Evaluation.Opener read(String name, Section section, Optional<TextPlan> corpus) {
    section.neededChoice("data", Map.of("big-bench-hard", true));
    Path path = section.neededPath("path", "the JSON file of a family of questions");
    int shots = section.whole("shots", 0).orElse(USUAL_SHOTS);
    int tokens = section.whole("tokens", 1).orElse(USUAL_TOKENS);
    return Evaluation.cut(
        section,
        1,
        bad -> new ExactMatch(name, BigBenchHard.read(path, shots, bad), tokens),
        ExactMatch::limit,
        ExactMatch::words);
  }
}
