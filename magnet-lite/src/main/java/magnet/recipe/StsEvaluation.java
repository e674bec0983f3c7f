package magnet.recipe;

import java.util.Optional;
import magnet.data.benchmark.ScoredPair;
import magnet.eval.Sts;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: sts}: how similar sentences are. */
final class StsEvaluation implements Evaluation {

  @Override
  public Group group() {
    return Group.SENTENCES;
  }

  @Override
  public Opener read(String name, Section section, Optional<TextPlan> corpus) {
    ItemReaders.Source<ScoredPair> pairs =
        ItemReaders.SCORED_PAIRS.source(section, "the file or folder of the pairs");
    Optional<Integer> limit = section.whole("limit", 2);
    Optional<Integer> words = section.whole("words", 1);
    return bad -> {
      Sts task = new Sts(name, pairs.read(bad));
      task = limit.isPresent() ? task.limit(limit.get()) : task;
      return words.isPresent() ? task.words(words.get()) : task;
    };
  }
}
