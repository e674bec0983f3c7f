package magnet.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.data.BadRows;
import magnet.data.benchmark.Conll2003;
import magnet.eval.TagLayer;
import magnet.eval.Task;
import magnet.eval.TokenProbe;
import magnet.eval.WordAlignment;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import magnet.recipe.settings.PocketItems;

/** {@code task: token-probe}: what a linear classifier reads from the vectors of words. */
final class ProbeEvaluation {

  private static final Counts USUAL = new Counts(1000, 300, 1000);
  private static final Counts ALL =
      new Counts(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static final Map<String, TagLayer> LAYERS =
      Map.of("pos", TagLayer.PARTS_OF_SPEECH, "chunk", TagLayer.CHUNKS, "ner", TagLayer.ENTITIES);

  private static final Map<String, WordAlignment> ALIGNMENTS =
      Map.of(
          "first", WordAlignment.FIRST,
          "last", WordAlignment.LAST,
          "mean", WordAlignment.MEAN,
          "previous", WordAlignment.PREVIOUS,
          "shifted-mean", WordAlignment.SHIFTED_MEAN);

  /** How many sentences of each part. */
  private record Counts(int train, int dev, int test) {

    static Counts read(KeyedReader section, Counts usual) {
      Counts counts =
          new Counts(
              section.whole("train", 1).orElse(usual.train()),
              section.whole("dev", 1).orElse(usual.dev()),
              section.whole("test", 1).orElse(usual.test()));
      section.end();
      return counts;
    }
  }

  private ProbeEvaluation() {}

  static Function<BadRows, Task> read(Evaluation.Settings task) {
    KeyedReader section = task.section();
    Map<String, Function<Evaluation.Settings, Function<BadRows, TokenProbe>>> kinds =
        Map.of("conll-2003", ProbeEvaluation::files, PocketItems.NAME, ProbeEvaluation::world);
    Function<BadRows, TokenProbe> probe = section.neededChoice("data", kinds).apply(task);
    TagLayer[] layers =
        section
            .choices("layers", LAYERS)
            .orElse(List.of(TagLayer.values()))
            .toArray(TagLayer[]::new);
    WordAlignment[] alignments =
        section
            .choices("alignments", ALIGNMENTS)
            .orElse(List.of(WordAlignment.FIRST, WordAlignment.PREVIOUS))
            .toArray(WordAlignment[]::new);
    int words = task.words();
    Integer[] hiddenLayers = section.wholes("hidden-layer", 0).toArray(Integer[]::new);
    Integer[] depths = section.wholes("depth", 0).toArray(Integer[]::new);
    for (int percent : depths) {
      if (percent > 100) {
        throw section.refusal(
            "depth", "is %d, expected 0 to 100 percent of a model's layers".formatted(percent));
      }
    }
    return bad ->
        probe
            .apply(bad)
            .onLayers(layers)
            .alignedBy(alignments)
            .afterLayers(hiddenLayers)
            .atDepths(depths)
            .words(words);
  }

  private static Function<BadRows, TokenProbe> files(Evaluation.Settings task) {
    KeyedReader section = task.section();
    Path train = section.neededPath("train", "the file of the sentences to learn from");
    Path dev = section.neededPath("dev", "the file of the sentences to choose with");
    Path test = section.neededPath("test", "the file of the sentences to report");
    Counts most = Counts.read(section.sectionOrEmpty("limit"), ALL);
    return bad ->
        TokenProbe.of(
                task.name(),
                Conll2003.read(train, bad),
                Conll2003.read(dev, bad),
                Conll2003.read(test, bad))
            .limit(most.train(), most.dev(), most.test());
  }

  private static Function<BadRows, TokenProbe> world(Evaluation.Settings task) {
    Counts count = Counts.read(task.section().sectionOrEmpty("count"), USUAL);
    long seed = task.section().whole("seed", 0).orElse(1);
    return bad ->
        TokenProbe.of(
            task.name(),
            PocketWorld.tagged(Split.TRAIN, count.train(), seed),
            PocketWorld.tagged(Split.DEV, count.dev(), seed),
            PocketWorld.tagged(Split.TEST, count.test(), seed));
  }
}
