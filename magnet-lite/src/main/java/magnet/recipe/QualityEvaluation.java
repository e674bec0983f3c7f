package magnet.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.data.Document;
import magnet.data.pocket.PocketReader;
import magnet.data.pocket.PocketStory;
import magnet.data.pocket.PocketWorld;
import magnet.data.pocket.Split;
import magnet.eval.InfillQuality;
import magnet.eval.Task;
import magnet.infer.SpanSearch;
import magnet.infer.TextSpan;

/** {@code task: infill-quality}: whether a sentence fits where it was put; pocket alone can say. */
final class QualityEvaluation implements Evaluation {

  private static final int USUAL_STORIES = 60;
  private static final int SHORTEST = 4;
  private static final int LONGEST = 24;

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
    return bad -> task(name, items, shortest, longest);
  }

  /** The second, third or fourth sentence of each story in turn. */
  private static Task task(String name, PocketItems items, int shortest, int longest) {
    List<PocketStory> stories = PocketWorld.tales(items.split(), items.count(), items.seed());
    List<TextSpan> gaps = new ArrayList<>();
    for (int i = 0; i < stories.size(); i++) {
      Document story = stories.get(i).document();
      gaps.add(new TextSpan(story.text(), story.sentences().get(middle(i))));
    }
    SpanSearch search = SpanSearch.greedy(shortest, longest, 1).preferringSentences();
    return new InfillQuality(
        name,
        gaps,
        search,
        (item, filled) -> PocketReader.share(stories.get(item), middle(item), filled));
  }

  private static int middle(int story) {
    return 1 + story % 3;
  }
}
