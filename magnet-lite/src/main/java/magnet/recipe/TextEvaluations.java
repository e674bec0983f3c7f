package magnet.recipe;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.Generating;
import magnet.Infilling;
import magnet.Sampling;
import magnet.data.BadRows;
import magnet.data.Documents;
import magnet.eval.CausalPerplexity;
import magnet.eval.InfillPerplexity;
import magnet.eval.InfillQuality;
import magnet.eval.PocketBlanks;
import magnet.eval.Repetition;
import magnet.eval.Task;
import magnet.eval.TextSpans;
import magnet.infer.Decoding;
import magnet.infer.SpanSearch;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.Tree;
import magnet.pocket.Split;
import magnet.recipe.settings.PocketItems;
import magnet.recipe.settings.TextPlan;

/** Reads the settings of tasks that go on with running text, or fill blanks in it. */
final class TextEvaluations {

  private static final int USUAL_WORDS = 150;

  private static final long SPAN_SEED = 1;
  private static final int USUAL_STORIES = 60;

  private static final int USUAL_PROMPT = 10;
  private static final int USUAL_PROMPTS = 100;
  private static final int USUAL_TOKENS = 100;

  private TextEvaluations() {}

  /** {@code task: perplexity}: how likely texts are from left to right. */
  static Function<BadRows, Task> perplexity(Evaluation.Settings task) {
    TextPlan text = task.text();
    int words = task.section().whole("words", 2).orElse(USUAL_WORDS); // one predicts nothing
    int limit = task.limit(1);
    return bad -> {
      Documents documents = text.open().documents();
      return new CausalPerplexity(
              task.name(),
              IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList())
          .limit(limit)
          .words(words);
    };
  }

  /** {@code task: repetition}: whether a model that writes freely repeats itself. */
  static Function<BadRows, Task> repetition(Evaluation.Settings task) {
    TextPlan text = task.text();
    KeyedReader section = task.section();
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
        new Repetition(
            task.name(), Repetition.prompts(text.open().documents(), words, prompts), decoding);
  }

  /** {@code task: infill-perplexity}: how likely the text in a blank is. */
  static Function<BadRows, Task> infillPerplexity(Evaluation.Settings task) {
    TextPlan text = task.text();
    int limit = task.limit(1);
    KeyedReader section = task.section();
    if (!(section.setting("spans").orElse(null) instanceof Tree.Section)) {
      section.choice("spans", Map.of("sentences", true));
      return bad ->
          new InfillPerplexity(
                  task.name(), TextSpans.middleSentences(text.open().documents().withSentences()))
              .limit(limit);
    }
    KeyedReader spans = section.neededSection("spans");
    int shortest = spans.whole("shortest", 1).orElse(8);
    int longest = spans.whole("longest", 1).orElse(Math.max(32, shortest));
    spans.end();
    int words = section.whole("words", longest + 2).orElse(Math.max(USUAL_WORDS, longest + 2));
    return bad -> {
      Documents documents = text.open().documents();
      return new InfillPerplexity(
              task.name(), TextSpans.ofWords(documents, shortest, longest, words, SPAN_SEED))
          .limit(limit);
    };
  }

  /**
   * {@code task: infill-quality}: whether a sentence fits where it was put; only pocket can tell.
   */
  static Function<BadRows, Task> infillQuality(Evaluation.Settings task) {
    KeyedReader section = task.section();
    section.neededChoice("data", Map.of(PocketItems.NAME, true));
    PocketItems items = PocketItems.read(section, Split.TEST, USUAL_STORIES);
    Infilling usual = Infilling.sentence();
    int shortest = section.whole("shortest", 1).orElse(usual.shortest());
    int longest = section.whole("longest", shortest).orElse(Math.max(usual.longest(), shortest));
    int tries = section.whole("tries", 1).orElse(usual.tries());
    Infilling how =
        new Infilling(
            shortest, longest, 1, tries, usual.sampling(), usual.mark(), usual.sentences());
    SpanSearch search = (tries == 1 ? how.sampling(Sampling.greedy()) : how).search();
    return bad -> {
      PocketBlanks blanks = PocketBlanks.of(items.split(), items.count(), items.seed());
      return new InfillQuality(task.name(), blanks.spans(), search, blanks);
    };
  }
}
