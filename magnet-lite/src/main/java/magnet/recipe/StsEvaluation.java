package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.ScoredPairs;
import magnet.data.benchmark.SemEvalSts;
import magnet.data.benchmark.Sick;
import magnet.data.benchmark.StsBenchmark;
import magnet.eval.Sts;
import magnet.pocket.PocketWorld;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: sts}: how similar sentences are. */
final class StsEvaluation implements Evaluation {

  private static final int USUAL_PAIRS = 1000;

  private static final ItemReaders<ScoredPair> READERS =
      new ItemReaders<>(
          Map.of(
              "semeval", SemEvalSts::read,
              "sick", Sick::read,
              "sts-benchmark", StsBenchmark::read,
              "table", ScoredPairs::read),
          items -> PocketWorld.sts(items.split(), items.count(), items.seed()),
          USUAL_PAIRS);

  @Override
  public Group group() {
    return Group.SENTENCES;
  }

  @Override
  public Opener read(String name, Section section, Optional<TextPlan> corpus) {
    ItemReaders.Source<ScoredPair> pairs =
        READERS.source(section, "the file or folder of the pairs");
    Optional<Integer> limit = section.whole("limit", 2);
    Optional<Integer> words = section.whole("words", 1);
    return bad -> {
      Sts task = new Sts(name, pairs.read(bad));
      task = limit.isPresent() ? task.limit(limit.get()) : task;
      return words.isPresent() ? task.words(words.get()) : task;
    };
  }
}
