package magnet.recipe;

import java.util.Optional;
import magnet.data.benchmark.ScoredPair;
import magnet.eval.Sts;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: sts}: how similar sentences are. */
final class StsEvaluation {

  private StsEvaluation() {}

  static Evaluation.Opener read(String name, Section section, Optional<TextPlan> corpus) {
    ItemReaders.Source<ScoredPair> pairs =
        ItemReaders.SCORED_PAIRS.source(section, "the file or folder of the pairs");
    return Evaluation.cut(
        section, 2, bad -> new Sts(name, pairs.read(bad)), Sts::limit, Sts::words);
  }
}
