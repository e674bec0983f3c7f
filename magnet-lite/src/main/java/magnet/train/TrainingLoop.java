package magnet.train;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.data.Document;
import magnet.data.Order;
import magnet.kernel.DecoderKernel;
import magnet.kernel.NativeGate;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.LanguageModel;

/**
 * Trains a model's trainable parameters: views, one pass, one backward, one update, step after
 * step.
 *
 * <p>Gradients come from DJL's GradientCollector, step sizes from its Trackers, parameters from its
 * blocks. DJL's Trainer itself is left out: it hands labels and outputs of one network to one loss,
 * whereas here several losses read rows of one packed batch, and its optimisers update parameter by
 * parameter and cannot be saved.
 *
 * <p>A run uses one device: the model's. The same seed on the same machine gives the same run, also
 * when it is broken off and resumed. One run at a time collects gradients, as DJL allows no more;
 * others wait their turn.
 */
public final class TrainingLoop {

  /** DJL allows one gradient collector in the whole process. */
  private static final Object COLLECTING = new Object();

  /** Keeps the clipping factor finite where gradients vanish. */
  private static final double TINY = 1e-6;

  /**
   * How a run ended.
   *
   * @param history a row for each step, those before a resumption included
   * @param steps the last step that was done
   * @param stopped whether it was interrupted before its end
   */
  public record Outcome(List<TrainingRow> history, int steps, boolean stopped) {}

  private record Step(Map<String, Double> losses, long tokens) {}

  private final LanguageModel model;
  private final Training training;
  private final TrainingSettings settings;
  private final Recomputation recomputation;
  private final TrainingListener listener;
  private final Order order;

  /**
   * A run.
   *
   * @param model what learns; has an adapter or trainable weights
   * @param training everything else that determines the run
   * @param recomputation which passes compute layers once more to save memory
   * @param listener is called after each step
   * @throws IllegalArgumentException if an objective could learn nothing in this training
   */
  public TrainingLoop(
      LanguageModel model,
      Training training,
      Recomputation recomputation,
      TrainingListener listener) {
    this.model = model;
    this.training = training;
    this.recomputation = recomputation;
    this.listener = listener;
    settings = training.settings();
    order = new Order(training.corpus().size(), settings.seed());
    training.objectives().forEach(each -> each.check(training));
  }

  /**
   * Trains to the last step, or until the thread is interrupted: then the current step is finished,
   * a checkpoint is written if there is a folder for it, and what was learned stays.
   *
   * @return the history
   * @throws IllegalStateException if a loss or a gradient is no longer a finite number; the
   *     parameters are then those of the step before
   */
  public Outcome run() {
    try (NDManager own = model.newScope()) {
      Trainable trainable = Trainable.of(model, training.objectives(), settings.seed(), own);
      try (AdamW adamW = new AdamW(model.newScope(), trainable, settings.optimiser())) {
        return run(
            trainable,
            adamW,
            new ObjectivePass(model, new ObjectiveKernel(own), trainable, recomputation));
      }
    }
  }

  private Outcome run(Trainable trainable, AdamW adamW, ObjectivePass pass) {
    HeldOut measured =
        settings.evaluateEvery() == 0
            ? null
            : training.heldOut().map(texts -> new HeldOut(texts, training)).orElse(null);
    List<TrainingRow> history = new ArrayList<>();
    TrainingCheckpoints checkpoints = settings.checkpoints().orElse(null);
    Fingerprint fingerprint =
        checkpoints == null ? null : Fingerprint.of(model, trainable, training);
    TrainingCheckpoints place = checkpoints == null ? null : checkpoints.of(fingerprint);
    int done = place == null ? 0 : place.resume(fingerprint, adamW, history);
    adamW.zeroGradients();
    if (done == 0 && measured != null) {
      tell(history, new TrainingRow(0, Map.of(), 0, 0, 0, measured.losses(model, pass)));
    }
    Tracker learningRate = settings.learningRate().tracker(settings.steps());
    for (int step = done + 1; step <= settings.steps(); step++) {
      TrainingRow row = update(step, pass, adamW, learningRate.getNewValue(step), measured);
      history.add(row);
      boolean stop = Thread.interrupted();
      boolean last = step == settings.steps();
      if (place != null && (stop || last || place.isDue(step))) {
        place.save(step, fingerprint, adamW, history);
      }
      listener.onStep(row, settings.steps());
      if (stop && !last) {
        return new Outcome(List.copyOf(history), step, true);
      }
    }
    return new Outcome(List.copyOf(history), settings.steps(), false);
  }

  private void tell(List<TrainingRow> history, TrainingRow row) {
    history.add(row);
    listener.onStep(row, settings.steps());
  }

  private TrainingRow update(
      int step, ObjectivePass pass, AdamW adamW, double learningRate, HeldOut measured) {
    long begin = System.nanoTime();
    Step done = backward(step, pass);
    double norm = adamW.gradientNorm();
    requireFinite(step, done.losses(), norm);
    double limit = settings.maxGradientNorm();
    double clip = limit > 0 ? Math.min(1, limit / (norm + TINY)) : 1;
    adamW.step(learningRate, clip);
    double seconds = (System.nanoTime() - begin) / 1e9;
    boolean due =
        measured != null && (step % settings.evaluateEvery() == 0 || step == settings.steps());
    return new TrainingRow(
        step,
        done.losses(),
        learningRate,
        norm,
        done.tokens() / seconds,
        due ? measured.losses(model, pass) : Map.of());
  }

  /**
   * The gradients of one update, and its losses. Where several passes make it, each objective's
   * loss in a pass counts by its examples there, so that the update's loss is the mean over all
   * examples of all passes, as if they were one batch.
   */
  private Step backward(int step, ObjectivePass pass) {
    List<TrainingObjective> active =
        training.objectives().stream().filter(each -> each.weight().at(step) > 0).toList();
    RequestedViews wanted = Training.requested(active);
    long first = (long) (step - 1) * settings.accumulation();
    List<ViewBatch> batches = new ArrayList<>();
    for (int part = 0; part < settings.accumulation(); part++) {
      long at = first + part;
      batches.add(training.views().of(documents(at), at * settings.batch(), wanted));
    }
    Map<TrainingObjective, double[]> shares = new LinkedHashMap<>();
    active.forEach(each -> shares.put(each, shares(each, batches)));
    Map<String, Double> losses = new LinkedHashMap<>();
    long tokens = 0;
    for (int part = 0; part < batches.size(); part++) {
      Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
      for (TrainingObjective each : active) {
        weights.put(each, each.weight().at(step) * shares.get(each)[part]);
      }
      ObjectivePass.Result result = backward(pass, first + part, batches.get(part), weights);
      for (TrainingObjective each : active) {
        if (result.losses().containsKey(each.name())) {
          double loss = result.losses().get(each.name()) * shares.get(each)[part];
          losses.merge(each.name(), loss, Double::sum);
        }
      }
      tokens += result.tokens();
    }
    if (losses.isEmpty()) {
      throw new IllegalStateException(
          "Step "
              + step
              + " has nothing to learn from: the texts of its batch are too short for a mask or a"
              + " span; use longer texts or a larger batch.");
    }
    return new Step(losses, tokens);
  }

  /** What part of an objective's examples lies in each batch. */
  private static double[] shares(TrainingObjective of, List<ViewBatch> batches) {
    double[] examples = batches.stream().mapToDouble(each -> of.outputs(each).examples()).toArray();
    double all = Math.max(1, Arrays.stream(examples).sum());
    return Arrays.stream(examples).map(each -> each / all).toArray();
  }

  /** One pass forward and back. */
  private ObjectivePass.Result backward(
      ObjectivePass pass, long number, ViewBatch batch, Map<TrainingObjective, Double> weights) {
    synchronized (COLLECTING) {
      try (NDManager scope = model.newScope();
          GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
        ObjectivePass.Result result = pass.train(scope, batch, weights, dropout(number));
        if (result.total() != null) {
          NativeGate.run(() -> collector.backward(result.total()));
        }
        return result;
      }
    }
  }

  private DecoderKernel.Dropout dropout(long pass) {
    long seed = Seeds.mix(settings.seed(), Seeds.Use.DROPOUT, pass);
    return new DecoderKernel.Dropout(settings.dropout(), (int) (seed ^ seed >>> 32));
  }

  /** The texts of one forward pass, passes counted from 0 over the whole run. */
  private List<Document> documents(long pass) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      documents.add(training.corpus().get(order.at(pass * settings.batch() + i)));
    }
    return documents;
  }

  /** Stops a run whose numbers are no longer finite. */
  private static void requireFinite(int step, Map<String, Double> losses, double gradientNorm) {
    List<String> broken = new ArrayList<>();
    losses.forEach(
        (name, loss) -> {
          if (!Double.isFinite(loss)) {
            broken.add("the loss of " + name + " is " + loss);
          }
        });
    if (broken.isEmpty() && !Double.isFinite(gradientNorm)) {
      broken.add(
          "the gradient of "
              + String.join(" + ", losses.keySet())
              + " has the norm "
              + gradientNorm);
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException(
          "Training stopped at step "
              + step
              + ": "
              + String.join(", ", broken)
              + "; lower the learning rate, clip the gradients, or resume from an earlier"
              + " checkpoint.");
    }
  }
}
