package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import magnet.data.benchmark.LabelledText;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.StackOverflowTitles;
import magnet.data.benchmark.TwentyNewsgroups;
import magnet.eval.Clustering;
import magnet.pocket.PocketWorld;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** {@code task: clustering}: whether texts of one class lie together. */
final class ClusteringEvaluation implements Evaluation {

  private static final int USUAL_TEXTS = 1000;

  private static final ItemReaders<LabelledText> READERS =
      new ItemReaders<>(
          Map.of(
              "20-newsgroups", TwentyNewsgroups::read,
              "stackoverflow", StackOverflowTitles::read,
              "table", LabelledTexts::read),
          items -> PocketWorld.topics(items.split(), items.count(), items.seed()),
          USUAL_TEXTS);

  @Override
  public Group group() {
    return Group.CLUSTERS;
  }

  @Override
  public Opener read(String name, Section section, Optional<TextPlan> corpus) {
    ItemReaders.Source<LabelledText> texts =
        READERS.source(section, "the file or folder of the texts");
    Optional<Integer> limit = section.whole("limit", 2);
    Optional<Integer> words = section.whole("words", 1);
    return bad -> {
      Clustering task = new Clustering(name, texts.read(bad));
      task = limit.isPresent() ? task.limit(limit.get()) : task;
      return words.isPresent() ? task.words(words.get()) : task;
    };
  }
}
