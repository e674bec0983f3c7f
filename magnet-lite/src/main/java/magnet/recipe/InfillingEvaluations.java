package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.Infilling;
import magnet.Sampling;
import magnet.data.Documents;
import magnet.eval.InfillPerplexity;
import magnet.eval.InfillQuality;
import magnet.eval.PocketBlanks;
import magnet.eval.TextSpans;
import magnet.infer.SpanSearch;
import magnet.io.KeyedReader;
import magnet.io.Tree;
import magnet.pocket.Split;
import magnet.recipe.settings.PocketItems;
import magnet.recipe.settings.TextPlan;

/** Reads the settings of tasks that look at what stands in a blank. */
final class InfillingEvaluations {

  private static final int USUAL_WORDS = 150;
  private static final long SEED = 1;

  private static final int USUAL_STORIES = 60;

  private InfillingEvaluations() {}

  /** {@code task: infill-perplexity}: how likely the text in a blank is. */
  static Evaluation.Opener perplexity(String name, KeyedReader section, Optional<TextPlan> corpus) {
    TextPlan text = TextPlan.ofEvaluation(section, corpus);
    Optional<Integer> limit = section.whole("limit", 1);
    if (!(section.setting("spans").orElse(null) instanceof Tree.Section)) {
      section.choice("spans", Map.of("sentences", true));
      return bad ->
          limited(
              new InfillPerplexity(
                  name, TextSpans.middleSentences(text.open().documents().withSentences())),
              limit);
    }
    KeyedReader spans = section.section("spans").orElseThrow();
    int shortest = spans.whole("shortest", 1).orElse(8);
    int longest = spans.whole("longest", 1).orElse(Math.max(32, shortest));
    spans.end();
    int words = section.whole("words", longest + 2).orElse(Math.max(USUAL_WORDS, longest + 2));
    return bad -> {
      Documents documents = text.open().documents();
      return limited(
          new InfillPerplexity(name, TextSpans.ofWords(documents, shortest, longest, words, SEED)),
          limit);
    };
  }

  private static InfillPerplexity limited(InfillPerplexity task, Optional<Integer> limit) {
    return limit.isPresent() ? task.limit(limit.get()) : task;
  }

  /**
   * {@code task: infill-quality}: whether a sentence fits where it was put; only pocket can tell.
   */
  static Evaluation.Opener quality(String name, KeyedReader section, Optional<TextPlan> corpus) {
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
      return new InfillQuality(name, blanks.spans(), search, blanks);
    };
  }
}
