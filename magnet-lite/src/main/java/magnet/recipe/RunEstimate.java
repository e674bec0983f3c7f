package magnet.recipe;

import ai.djl.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import magnet.Corpus;
import magnet.io.ByteSize;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TokenSequence;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;
import magnet.model.family.Architecture;
import magnet.recipe.settings.LoopPlan;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.TrainingPlan;
import magnet.train.PositiveSource;
import magnet.train.RequestedViews;
import magnet.train.Training;
import magnet.train.TrainingFit;
import magnet.train.TrainingSettings;
import magnet.train.ViewSettings;

/**
 * What a recipe's trainings will take, as a rough estimate before they begin: the time follows from
 * the operations of a pass and from a matrix product that is timed now.
 *
 * @param largest the training that takes most memory
 * @param there bytes that the machine or its GPU has; 0 where that is not known
 * @param training the time of the training that takes longest
 * @param speed of matrix products in the model's precision, in 10^9 operations a second
 */
record RunEstimate(TrainingFit largest, long there, Duration training, double speed) {

  /** From this many weights on, the needs of common GPUs are listed too. */
  private static final long LARGE = 1_000_000_000;

  private static final int[] GPUS_IN_GB = {24, 48, 80};

  /**
   * Ours: the share of its matrix products' speed that a GPU is expected to reach in a training.
   * Not measured.
   */
  private static final double REACHED_ON_GPU = 0.45;

  /**
   * Ours: what all but the products takes on one core, for each byte that a pass holds until its
   * gradients are there, logits included. Fitted to six trainings, which are in a test.
   */
  private static final double NANOS_A_BYTE = 0.65;

  /** Ours: about this share of a text is masked or in a span, where it is not all span. */
  private static final double PREDICTED = 0.5;

  /**
   * A product of this size takes less than a second, and shows the speed as well as a larger one.
   */
  private static final int LARGEST = 1024;

  private static final int LOOKED_AT = 64;
  private static final double CHARS_A_TOKEN = 3.5;

  /**
   * A part of a training whose steps make the same views.
   *
   * @param tokens of the views of a pass
   * @param predicted share of them whose logits are computed
   */
  record Stage(TrainingFit fit, double tokens, double predicted, long passes) {}

  /** Estimates the recipe's largest training; there must be one. */
  static RunEstimate of(Recipe recipe, Architecture of, ModelPlan model) {
    Device device = TorchRuntime.device(model.loading().device());
    Precision precision = model.precision(device);
    List<List<Stage>> trainings = new ArrayList<>();
    for (TrainingPlan plan : recipe.trainings()) {
      Trained trained =
          new Trained(
              of,
              Optional.of(plan.lora().config()),
              precision,
              Quantisation.of(model.loading().base()),
              device.isGpu());
      trainings.add(stages(plan, trained));
    }
    List<Stage> all = trainings.stream().flatMap(List::stream).toList();
    long batch = Math.round(all.stream().mapToDouble(Stage::tokens).max().orElseThrow());
    double speed =
        precision.speedOn(
            device,
            (int) Math.min(LARGEST, batch),
            Math.min(LARGEST, of.hiddenSize()),
            Math.min(LARGEST, of.intermediateSize()));
    long there = device.isGpu() ? TorchRuntime.memory(device).orElse(0) : Environment.memoryBytes();
    int cores = Runtime.getRuntime().availableProcessors();
    double seconds =
        trainings.stream()
            .mapToDouble(stages -> seconds(stages, there, speed, cores))
            .max()
            .orElseThrow();
    return new RunEstimate(
        all.stream().map(Stage::fit).max(TrainingFit.BY_MEMORY).orElseThrow(),
        there,
        Duration.ofSeconds(Math.round(seconds)),
        speed);
  }

  /**
   * The time of a token on its way forward and back.
   *
   * @param predicted share of the tokens whose logits are computed
   * @param there bytes that it can have; 0 where that is not known
   * @param speed of matrix products, in 10^9 operations a second, on all cores
   * @param cores how many work
   */
  static double secondsAToken(
      TrainingFit fit, double predicted, long there, double speed, int cores) {
    boolean twice = fit.recomputes(there == 0 ? Long.MAX_VALUE : there);
    // Two operations a weight and pass: forward (once more where that is recomputed), and back to
    // what entered. Frozen weights have no gradients of their own; LoRA's factors have.
    double operations =
        2 * used(fit.trained().of(), predicted) * (twice ? 3 : 2)
            + 6.0 * fit.memory().learntNumbers();
    double products = operations / (speed * 1e9);
    if (fit.trained().onGpu()) {
      return products / REACHED_ON_GPU;
    }
    double tokens = (double) fit.batch() * fit.rows() * fit.tokens();
    TrainingFit whole = fit.over(Quantisation.NONE); // codes are made wide beside what is kept
    double held = whole.memory().kept() / tokens * (twice ? 4 / 3.0 : 1);
    double logits = predicted * TrainingMemory.ofLogits(fit.trained().of());
    return products + (held + logits) * NANOS_A_BYTE / 1e9 / cores;
  }

  /** Weights that a token is multiplied with: logits are computed only for predicted tokens. */
  private static double used(Architecture of, double predicted) {
    double table = (double) of.vocabularySize() * of.hiddenSize();
    return of.parameters() - (1 - predicted) * table - (of.tiedEmbeddings() ? 0 : table);
  }

  /** What the stages of a training take together. */
  private static double seconds(List<Stage> stages, long there, double speed, int cores) {
    return stages.stream()
        .mapToDouble(
            each ->
                each.passes()
                    * each.tokens()
                    * secondsAToken(each.fit(), each.predicted(), there, speed, cores))
        .sum();
  }

  /** The stages of a training, the last first, by texts from all of its corpus. */
  static List<Stage> stages(TrainingPlan plan, Trained trained) {
    LoopPlan loop = plan.loop();
    int batch = loop.batch().orElse(TrainingSettings.USUAL_BATCH);
    int steps = loop.steps().orElse(TrainingSettings.USUAL_STEPS);
    int passes = loop.accumulate().orElse(1);
    int longest =
        Math.min(
            trained.of().maxPositions(), loop.maxTokens().orElse(TrainingSettings.USUAL_TOKENS));
    Corpus corpus = plan.openCorpus();
    int texts = Math.min(LOOKED_AT, corpus.size());
    List<Stage> stages = new ArrayList<>();
    int end = steps + 1;
    SortedMap<Integer, RequestedViews> wanted = Training.stages(plan.objectives(), steps);
    while (!wanted.isEmpty()) { // from the last
      int begin = wanted.lastKey();
      List<List<TokenSequence>> views = views(corpus, texts, longest, wanted.get(begin));
      int tokens = views.stream().flatMap(List::stream).mapToInt(TokenSequence::length).sum();
      stages.add(
          new Stage(
              TrainingFit.of(trained, loop.recompute(), batch, views),
              (double) batch * tokens / texts,
              predicted(views, wanted.get(begin)) / tokens,
              (long) passes * (end - begin)));
      wanted.remove(begin);
      end = begin;
    }
    return stages;
  }

  /** About how many tokens of views are predicted; of the two that are contrasted none. */
  private static double predicted(List<List<TokenSequence>> views, RequestedViews wanted) {
    boolean masksAlone = wanted.wholeTexts().isEmpty() && wanted.masks().isPresent();
    double unlessWhole = masksAlone ? wanted.masks().get().share() : PREDICTED;
    double whole = wanted.wholeTexts().orElse(0.0);
    long tokens =
        views.stream()
            .flatMap(text -> text.stream().limit(wholeTexts(wanted)))
            .mapToInt(TokenSequence::length)
            .sum();
    return tokens * (whole + (1 - whole) * unlessWhole);
  }

  /** How many views of a text have all of it: those that are contrasted come after them. */
  private static int wholeTexts(RequestedViews wanted) {
    return wanted.count() - (wanted.pairs().isPresent() ? 2 : 0);
  }

  /** Views of some texts from all of a corpus, as long as they will about be. */
  private static List<List<TokenSequence>> views(
      Corpus corpus, int texts, int most, RequestedViews wanted) {
    ViewSettings settings = corpus.viewSettings(most);
    SplittableRandom random = new SplittableRandom(1);
    int whole = wholeTexts(wanted);
    List<List<TokenSequence>> all = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      String text = corpus.text((int) ((long) i * corpus.size() / texts));
      List<TokenSequence> views = new ArrayList<>(Collections.nCopies(whole, view(text, most)));
      wanted
          .pairs()
          .ifPresent(
              instruction -> {
                PositiveSource.Positives pair = settings.pair(text, random);
                views.add(view(instruction + pair.x(), most));
                views.add(view(instruction + pair.positive(), most));
              });
      all.add(views);
    }
    return all;
  }

  /** As many tokens as a text will about have. */
  private static TokenSequence view(String text, int most) {
    int tokens = (int) Math.ceil(text.length() / CHARS_A_TOKEN);
    return TokenSequence.bidirectional(new int[Math.max(1, Math.min(most, tokens))]);
  }

  /** What it takes; for a large model also on common GPUs. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "about %s of memory%s, with Java and PyTorch;"
                + " about %s a training, at %.0f GFLOP/s in %s; measuring comes on top%s",
            ByteSize.of(largest.needed(there == 0 ? Long.MAX_VALUE : there)),
            there == 0 ? "" : " of " + ByteSize.of(there),
            RunClock.text(training),
            speed,
            largest.trained().precision().torchName(),
            there == 0 || largest.fits(there)
                ? ""
                : ". That is more than this machine has: " + largest.remedies(there)));
    if (largest.trained().of().parameters() >= LARGE) {
      TrainingFit onGpu = largest.onGpu();
      lines.add("on a GPU   " + onGpu);
      for (int gigabytes : GPUS_IN_GB) {
        lines.add("  %d GB    %s".formatted(gigabytes, onGpu.on(gigabytes * 1_000_000_000L)));
      }
    }
    return lines;
  }
}
