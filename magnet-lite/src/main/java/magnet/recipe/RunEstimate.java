package magnet.recipe;

import ai.djl.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import magnet.Corpus;
import magnet.io.ByteSize;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TrainingMemory.Trained;
import magnet.model.family.Architecture;
import magnet.recipe.settings.LoopPlan;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.TrainingPlan;
import magnet.train.Training;
import magnet.train.TrainingFit;
import magnet.train.TrainingSettings;

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
   * gradients are there. Fitted to four trainings, which are in a test.
   */
  private static final double NANOS_A_BYTE = 0.78;

  /** Ours: about this share of the tokens that are read is masked or in a span. */
  private static final double PREDICTED = 0.25;

  /**
   * A product of this size takes less than a second, and shows the speed as well as a larger one.
   */
  private static final int LARGEST = 1024;

  private static final int LOOKED_AT = 64;
  private static final double CHARS_A_TOKEN = 3.5;

  /** A training and the tokens of all its views. */
  private record Wanted(TrainingFit fit, double batch, double tokens) {}

  /** Estimates the recipe's largest training; there must be one. */
  static RunEstimate of(Recipe recipe, Architecture of, ModelPlan model) {
    Device device = TorchRuntime.device(model.loading().device());
    Precision precision = model.precision(device);
    List<Wanted> all = new ArrayList<>();
    for (TrainingPlan plan : recipe.trainings()) {
      LoopPlan loop = plan.loop();
      int texts = loop.batch().orElse(TrainingSettings.USUAL_BATCH);
      int views = Training.requested(plan.objectives()).count();
      int longest = loop.maxTokens().orElse(TrainingSettings.USUAL_TOKENS);
      IntSummaryStatistics lengths =
          tokens(plan.corpus().open(), Math.min(of.maxPositions(), longest));
      TrainingFit fit =
          new TrainingFit(
              new Trained(
                  of,
                  Optional.of(plan.lora().config()),
                  precision,
                  Quantisation.of(model.loading().base()),
                  device.isGpu()),
              loop.recompute(),
              texts,
              views,
              lengths.getMax());
      double batch = texts * views * lengths.getAverage();
      int steps = loop.steps().orElse(TrainingSettings.USUAL_STEPS);
      all.add(new Wanted(fit, batch, batch * loop.accumulate().orElse(1) * steps));
    }
    long batch = Math.round(all.stream().mapToDouble(Wanted::batch).max().orElseThrow());
    double speed =
        precision.speedOn(
            device,
            (int) Math.min(LARGEST, batch),
            Math.min(LARGEST, of.hiddenSize()),
            Math.min(LARGEST, of.intermediateSize()));
    long there = device.isGpu() ? TorchRuntime.memory(device).orElse(0) : Environment.memoryBytes();
    int cores = Runtime.getRuntime().availableProcessors();
    double seconds =
        all.stream()
            .mapToDouble(each -> each.tokens() * secondsAToken(each.fit(), there, speed, cores))
            .max()
            .orElseThrow();
    return new RunEstimate(
        all.stream()
            .map(Wanted::fit)
            .max(Comparator.comparingLong(fit -> fit.memory().total(false)))
            .orElseThrow(),
        there,
        Duration.ofSeconds(Math.round(seconds)),
        speed);
  }

  /**
   * The time of a token on its way forward and back.
   *
   * @param there bytes that it can have; 0 where that is not known
   * @param speed of matrix products, in 10^9 operations a second, on all cores
   * @param cores how many work
   */
  static double secondsAToken(TrainingFit fit, long there, double speed, int cores) {
    boolean twice = fit.recomputes(there == 0 ? Long.MAX_VALUE : there);
    // Two operations a weight and pass: forward (once more where that is recomputed), and back to
    // what entered. Frozen weights have no gradients of their own; LoRA's factors have.
    double operations =
        2 * used(fit.trained().of()) * (twice ? 3 : 2) + 6.0 * fit.memory().learntNumbers();
    double products = operations / (speed * 1e9);
    if (fit.trained().onGpu()) {
      return products / REACHED_ON_GPU;
    }
    long tokens = (long) fit.batch() * fit.views() * fit.tokens();
    TrainingFit whole = fit.over(Quantisation.NONE); // codes are made wide beside what is kept
    double held = (double) whole.memory().kept() / tokens;
    return products + held * (twice ? 4 / 3.0 : 1) * NANOS_A_BYTE / 1e9 / cores;
  }

  /** Weights that a token is multiplied with: logits are computed only for predicted tokens. */
  private static double used(Architecture of) {
    double table = (double) of.vocabularySize() * of.hiddenSize();
    return of.parameters() - (1 - PREDICTED) * table - (of.tiedEmbeddings() ? 0 : table);
  }

  /** Lengths of some texts of the corpus. */
  private static IntSummaryStatistics tokens(Corpus corpus, int most) {
    return IntStream.range(0, Math.min(LOOKED_AT, corpus.size()))
        .map(i -> (int) Math.ceil(corpus.text(i).length() / CHARS_A_TOKEN))
        .map(tokens -> Math.max(1, Math.min(most, tokens)))
        .summaryStatistics();
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
