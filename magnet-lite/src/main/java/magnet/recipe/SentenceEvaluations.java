package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.data.benchmark.LabelledText;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.StackOverflowTitles;
import magnet.data.benchmark.TwentyNewsgroups;
import magnet.eval.Clustering;
import magnet.eval.Sts;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.TextPlan;

/** Reads the settings of tasks that look at one vector for each sentence. */
final class SentenceEvaluations {

  private static final int USUAL_TEXTS = 1000;

  private static final ItemReaders<LabelledText> READERS =
      new ItemReaders<>(
          Map.of(
              "20-newsgroups", TwentyNewsgroups::read,
              "stackoverflow", StackOverflowTitles::read,
              "table", LabelledTexts::read),
          items -> PocketWorld.topics(items.split(), items.count(), items.seed()),
          USUAL_TEXTS);

  private SentenceEvaluations() {}

  /** {@code task: sts}: how similar sentences are. */
  static Evaluation.Opener sts(String name, KeyedReader section, Optional<TextPlan> corpus) {
    ItemReaders.Source<ScoredPair> pairs =
        ItemReaders.SCORED_PAIRS.source(section, "the file or folder of the pairs");
    return Evaluation.cut(
        section, 2, bad -> new Sts(name, pairs.read(bad)), Sts::limit, Sts::words);
  }

  /** {@code task: clustering}: whether texts of one class lie together. */
  static Evaluation.Opener clustering(String name, KeyedReader section, Optional<TextPlan> corpus) {
    ItemReaders.Source<LabelledText> texts =
        READERS.source(section, "the file or folder of the texts");
    return Evaluation.cut(
        section,
        2,
        bad -> new Clustering(name, texts.read(bad)),
        Clustering::limit,
        Clustering::words);
  }
}
