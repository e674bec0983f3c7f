package magnet.train;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BytePairTrainer;
import magnet.data.Documents;
import magnet.data.pocket.PocketWorld;
import magnet.data.pocket.Split;
import magnet.infer.TextFrame;
import magnet.model.AdapterConfig;
import magnet.model.Architecture;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.TextTokenizer;

/** A random model of two layers with a tokenizer of stories of pocket, and runs on it. */
final class TinyModel implements AutoCloseable {

  static final Documents CORPUS = PocketWorld.stories(Split.TRAIN, 200, 5);
  static final Documents HELD_OUT = PocketWorld.stories(Split.TRAIN, 16, 77);
  static final List<WeightedObjective> ALL =
      List.of(
          new WeightedObjective(new MaskedNextToken(), Schedule.constant(1)),
          new WeightedObjective(new Contrastive(0.05, null), Schedule.constant(1)),
          new WeightedObjective(
              new SpanGeneration(SpanGeneration.Averaging.PER_TEXT), Schedule.constant(1)));

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
        Architecture.llama(tokenizer.vocabularySize(), 32, 64, 2, 4, 2, 128).withFamily(family);
    Architecture architecture = of.slidingWindow() > 0 ? of.withSlidingWindow(8) : of;
    frame = TextFrame.of(tokenizer, architecture);
    decoder = Decoder.random(architecture, 11, Device.cpu());
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
    return new ViewSettings(
        64, 0.2, 3, new TokenSpans(4, 10, 1), 0.25, new Crops(0.3, 0.7), "Say it:");
  }

  Views views(long seed) {
    return new Views(frame, tokenizer.vocabularySize(), viewSettings(), seed);
  }

  static TrainingSettings settings(int steps) {
    return new TrainingSettings(
        steps,
        8,
        1,
        new LearningRate(1e-2, Math.min(2, steps - 1), LearningRate.Decay.COSINE),
        AdamW.Settings.ADAPTATION,
        1,
        0.1,
        5,
        42);
  }

  TrainingLoop loop(
      LanguageModel model,
      List<WeightedObjective> objectives,
      TrainingSettings settings,
      TrainingCheckpoints checkpoints,
      TrainingListener listener) {
    return new TrainingLoop(
        model,
        views(settings.seed()),
        CORPUS,
        HELD_OUT,
        objectives,
        settings,
        Recomputation.NEVER,
        checkpoints,
        listener);
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
