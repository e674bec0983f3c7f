package magnet.recipe;

import java.util.Optional;
import java.util.stream.IntStream;
import magnet.Generating;
import magnet.Sampling;
import magnet.data.Documents;
import magnet.eval.CausalPerplexity;
import magnet.eval.Repetition;
import magnet.infer.Decoding;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.recipe.settings.TextPlan;

/** Reads the settings of tasks that look at text from left to right. */
final class WritingEvaluations {

  private static final int USUAL_WORDS = 150;

  private static final int USUAL_PROMPT = 10;
  private static final int USUAL_PROMPTS = 100;
  private static final int USUAL_TOKENS = 100;

  private WritingEvaluations() {}

  /** {@code task: perplexity}: how likely texts are from left to right. */
  static Evaluation.Opener perplexity(String name, KeyedReader section, Optional<TextPlan> corpus) {
    TextPlan text = TextPlan.ofEvaluation(section, corpus);
    int words = section.whole("words", 2).orElse(USUAL_WORDS); // one predicts nothing
    Optional<Integer> limit = section.whole("limit", 1);
    return bad -> {
      Documents documents = text.open().documents();
      CausalPerplexity task =
          new CausalPerplexity(
              name,
              IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList());
      return (limit.isPresent() ? task.limit(limit.get()) : task).words(words);
    };
  }

  /** {@code task: repetition}: whether a model that writes freely repeats itself. */
  static Evaluation.Opener repetition(String name, KeyedReader section, Optional<TextPlan> corpus) {
    TextPlan text = TextPlan.ofEvaluation(section, corpus);
    int words = section.whole("prompt-words", 1).orElse(USUAL_PROMPT);
    int prompts = section.whole("limit", 1).orElse(USUAL_PROMPTS);
    int tokens = section.whole("tokens", 4).orElse(USUAL_TOKENS);
    boolean untilEnd = section.flag("until-end").orElse(true);
    Sampling sampling =
        Sampling.temperature(section.number("temperature", Range.atLeast(0)).orElse(0.0))
            .andTopP(section.number("top-p", new Range(0, 1, false, true)).orElse(1.0))
            .seed(section.whole("seed", 0).orElse(1));
    Decoding chosen = Generating.tokens(tokens).sampling(sampling).decoding();
    Decoding decoding = new Decoding(tokens, chosen.stops(), untilEnd, chosen.samplers());
    return bad ->
        new Repetition(name, Repetition.prompts(text.open().documents(), words, prompts), decoding);
  }
}
