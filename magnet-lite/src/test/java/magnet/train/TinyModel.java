package magnet.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import magnet.Objective;
import magnet.data.Documents;
import magnet.infer.TextFrame;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.RandomModels;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import magnet.model.tokenizer.BytePairTrainer;
import magnet.model.tokenizer.TextTokenizer;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/** A random model of two layers with a tokenizer of stories of pocket, and runs on it. */
final class TinyModel implements AutoCloseable {

  static final Documents CORPUS = PocketWorld.stories(Split.TRAIN, 200, 5);
  static final Documents HELD_OUT = PocketWorld.stories(Split.TRAIN, 16, 77);
  static final List<TrainingObjective> ALL =
      List.of(Objective.mntp(1), Objective.sscl(1).instruction("Say it:"), Objective.msg(1));

  private static Path folder;

  final TextTokenizer tokenizer;
  final TextFrame frame;
  final Decoder decoder;

  TinyModel() {
    this("llama");
  }

  /** One of another family, with a sliding window shorter than the texts if it may have one. */
  TinyModel(String family) {
    tokenizer = TextTokenizer.load(folder());
    Architecture of =
        Shapes.in(family, Architecture.llama(tokenizer.vocabularySize(), 32, 64, 2, 4, 2, 128));
    Architecture architecture = of.slidingWindow() > 0 ? Shapes.withWindow(of, 8) : of;
    frame = TextFrame.of(tokenizer, architecture);
    decoder = RandomModels.untrained(architecture, 11);
  }

  private static synchronized Path folder() {
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("tiny");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      BytePairTrainer.train(CORPUS, 400).save(folder);
    }
    return folder;
  }

  /** A fresh adapter; the decoder is frozen from here on. */
  LoraFactors adapter() {
    decoder.freezeParameters(true);
    return LoraFactors.fresh(
        new AdapterConfig(4, 8, 0, List.of(AdapterConfig.ALL_LINEAR), false), decoder, 3);
  }

  static ViewSettings viewSettings() {
    return new ViewSettings(64, new TokenSpans(4, 10, 1), new Crops(0.3, 0.7));
  }

  Views views(long seed) {
    return new Views(frame, tokenizer.vocabularySize(), viewSettings(), seed);
  }

  static TrainingSettings settings(int steps) {
    return TrainingSettings.adaptation()
        .steps(steps)
        .batch(8)
        .learningRate(1e-2)
        .warmUp(Math.min(2, steps - 1))
        .dropout(0.1)
        .evaluateEvery(5)
        .seed(42);
  }

  TrainingLoop loop(
      LanguageModel model,
      List<? extends TrainingObjective> objectives,
      TrainingSettings settings,
      TrainingLoop.Listener listener) {
    return new TrainingLoop(
        model,
        new Training(
            views(settings.seed()),
            CORPUS,
            Optional.of(HELD_OUT),
            List.copyOf(objectives),
            settings),
        Recomputation.NEVER,
        listener);
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
