package magnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.infer.TextFrame;
import magnet.kernel.TorchRuntime;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.SharedHandle;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.BytePairTrainer;
import magnet.model.tokenizer.TextTokenizer;
import magnet.train.TrainingSettings;

/**
 * A model from scratch: causal language modelling, which is MAGNET's span generation with the whole
 * text as the span, all weights trainable. {@code Magnet.pretrain(corpus).steps(400).train()}.
 *
 * <p>A value: every call gives a changed copy, and nothing runs until {@link #train} or something
 * that needs the model. That model is made once and kept by this value. Matrices (including the
 * embeddings) decay by 0.1, norms do not, as in Llama's and GPT's pretraining.
 *
 * <p>Defaults that differ from adaptation's, all ours: 400 steps of 8 texts; a peak rate of 5e-3
 * below 2 million weights, 1e-3 below 100 million, else 3e-4. With them and {@link Corpus#pocket()}
 * the small model writes recognisable stories.
 */
public final class Pretraining extends TrainingBuilder<Pretraining> {

  /** Below this many weights a model takes the largest steps. */
  private static final long TINY = 2_000_000;

  /** Each whole text is a span. */
  private static final List<Objective> CAUSAL =
      List.of(Objective.msg(1).wholeTexts(1).averagedPerToken());

  private static final int LAYERS = 2;
  private static final int HIDDEN = 128;
  private static final int HEADS = 4;
  private static final int POSITIONS = 256;
  private static final int VOCABULARY = 1536;

  private final Architecture architecture;
  private final Path tokenizer;
  private final Corpus corpus;
  private String device = "auto";

  /** Of no architecture a small Llama, of no tokenizer one that is learned from the corpus. */
  Pretraining(Architecture architecture, Path tokenizer, Corpus corpus) {
    super(TrainingSettings.pretraining());
    this.architecture = architecture;
    this.tokenizer = tokenizer;
    this.corpus = corpus;
  }

  /** The device: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
  public Pretraining device(String name) {
    return with(copy -> copy.device = name);
  }

  @Override
  Magnet made() {
    TextTokenizer words = TextTokenizer.load(tokenizer == null ? learnTokenizer() : tokenizer);
    Decoder decoder = null;
    try {
      Architecture shape = architecture == null ? small(words) : architecture;
      if (words.vocabularySize() > shape.vocabularySize()) {
        throw new IllegalArgumentException(
            ("The tokenizer has %s tokens, but the architecture has room for %s; give it"
                    + " architecture.withVocabularySize(%s).")
                .formatted(words.vocabularySize(), shape.vocabularySize(), words.vocabularySize()));
      }
      decoder = Decoder.untrained(shape, settings.seed(), TorchRuntime.device(device));
      TextFrame frame = TextFrame.of(words, shape);
      History history;
      try (LanguageModel model = LanguageModel.of(decoder)) {
        TrainingSettings how = settings.usualLearningRate(usualRate(shape.parameters()));
        history = new TrainingRun("pretraining", model, frame, corpus, CAUSAL, how).run(rows -> {});
      }
      decoder.freezeParameters(true);
      return Magnet.of(
          new BaseModel("pretrained model", decoder, SharedHandle.of(words), frame), history);
    } catch (RuntimeException | Error e) {
      if (decoder != null) {
        decoder.close();
      }
      words.close();
      throw e;
    }
  }

  /** From our trials for the smallest; the others are usual for their size. */
  private static double usualRate(long weights) {
    return weights < TINY ? 5e-3 : weights < Adaptation.SMALL ? 1e-3 : 3e-4;
  }

  private static Architecture small(TextTokenizer words) {
    return Architecture.llama(
        words.vocabularySize(), HIDDEN, 3 * HIDDEN, LAYERS, HEADS, HEADS, POSITIONS);
  }

  /** The tokenizer library reads files: they are in a temporary folder until the process ends. */
  private Path learnTokenizer() {
    try {
      Path folder = Files.createTempDirectory("magnet-tokenizer");
      BytePairTrainer.train(corpus.documents(), VOCABULARY).save(folder);
      folder.toFile().deleteOnExit();
      try (var files = Files.list(folder)) {
        files.forEach(file -> file.toFile().deleteOnExit());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A temporary folder for the tokenizer could not be made: " + e + "; free some space.", e);
    }
  }

  @Override
  String told() {
    return "pretraining on " + corpus;
  }
}
