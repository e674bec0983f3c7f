package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.Infilling;
import magnet.Sampling;
import magnet.eval.InfillQuality;
import magnet.eval.PocketGaps;
import magnet.infer.SpanSearch;
import magnet.pocket.Split;
import magnet.recipe.settings.PocketItems;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: infill-quality}: whether a sentence fits where it was put; only pocket can tell. */
final class QualityEvaluation {

  private static final int USUAL_STORIES = 60;

  private QualityEvaluation() {}

  static Evaluation.Opener read(String name, Section section, Optional<TextPlan> corpus) {
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
      PocketGaps gaps = PocketGaps.of(items.split(), items.count(), items.seed());
      return new InfillQuality(name, gaps.spans(), search, gaps);
    };
  }
}
