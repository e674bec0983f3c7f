package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.data.pocket.Split;
import magnet.eval.InfillQuality;
import magnet.eval.PocketGaps;
import magnet.infer.SpanSearch;

/** {@code task: infill-quality}: whether a sentence fits where it was put; pocket alone can say. */
final class QualityEvaluation implements Evaluation {

  private static final int USUAL_STORIES = 60;
  private static final int SHORTEST = 4;
  private static final int LONGEST = 28;

  @Override
  public Group group() {
    return Group.INFILLING;
  }

  @Override
  public Opener read(String name, Section section, Optional<TextPlan> corpus) {
    section.neededChoice("data", Map.of(PocketItems.NAME, true));
    PocketItems items = PocketItems.read(section, Split.TEST, USUAL_STORIES);
    int shortest = section.whole("shortest", 1).orElse(SHORTEST);
    int longest = section.whole("longest", shortest).orElse(Math.max(LONGEST, shortest));
    SpanSearch search = SpanSearch.greedy(shortest, longest, 1).preferringSentences();
    return bad -> {
      PocketGaps gaps = PocketGaps.of(items.split(), items.count(), items.seed());
      return new InfillQuality(name, gaps.spans(), search, gaps);
    };
  }
}
