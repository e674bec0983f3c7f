package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.data.Documents;
import magnet.eval.InfillPerplexity;
import magnet.eval.TextSpans;
import magnet.recipe.settings.EvaluationText;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.Setting;
import magnet.recipe.settings.TextPlan;

/** {@code task: infill-perplexity}: how likely the text in a gap is. */
final class InfillEvaluation {

  private static final int USUAL_WORDS = 150;
  private static final long SEED = 1;

  private InfillEvaluation() {}

  static Evaluation.Opener read(String name, Section section, Optional<TextPlan> corpus) {
    TextPlan text = EvaluationText.read(section, corpus);
    Optional<Integer> limit = section.whole("limit", 1);
    if (!(section.setting("spans").orElse(null) instanceof Setting.Keyed)) {
      section.choice("spans", Map.of("sentences", true));
      return bad ->
          limited(
              new InfillPerplexity(
                  name, TextSpans.middleSentences(EvaluationText.documents(text, true))),
              limit);
    }
    Section spans = section.section("spans").orElseThrow();
    int shortest = spans.whole("shortest", 1).orElse(8);
    int longest = spans.whole("longest", 1).orElse(Math.max(32, shortest));
    spans.end();
    int words = section.whole("words", longest + 2).orElse(Math.max(USUAL_WORDS, longest + 2));
    return bad -> {
      Documents documents = EvaluationText.documents(text, false);
      return limited(
          new InfillPerplexity(name, TextSpans.ofWords(documents, shortest, longest, words, SEED)),
          limit);
    };
  }

  private static InfillPerplexity limited(InfillPerplexity task, Optional<Integer> limit) {
    return limit.isPresent() ? task.limit(limit.get()) : task;
  }
}
