package magnet.recipe;

import java.util.Optional;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.eval.CausalPerplexity;
import magnet.recipe.settings.EvaluationText;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: perplexity}: how likely texts are from left to right. */
final class PerplexityEvaluation {

  private static final int USUAL_WORDS = 150;

  private PerplexityEvaluation() {}

  static Evaluation.Opener read(String name, Section section, Optional<TextPlan> corpus) {
    TextPlan text = EvaluationText.read(section, corpus);
    int words = section.whole("words", 1).orElse(USUAL_WORDS);
    Optional<Integer> limit = section.whole("limit", 1);
    return bad -> {
      Documents documents = EvaluationText.documents(text, false);
      CausalPerplexity task =
          new CausalPerplexity(
              name,
              IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList());
      return (limit.isPresent() ? task.limit(limit.get()) : task).words(words);
    };
  }
}
