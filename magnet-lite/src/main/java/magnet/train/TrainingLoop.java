package magnet.train;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.data.Document;
import magnet.data.Documents;
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
 * others wait for their turn.
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
  private final Views views;
  private final Documents corpus;
  private final Documents heldOut;
  private final List<WeightedObjective> objectives;
  private final TrainingSettings settings;
  private final Recomputation recomputation;
  private final TrainingListener listener;
  private final TrainingCheckpoints checkpoints;
  private final Order order;

  /**
   * A run.
   *
   * @param model what learns; has an adapter or trainable weights
   * @param views make views of texts
   * @param corpus the texts
   * @param heldOut texts to measure with; null for none
   * @param objectives what to learn, with their weights over the steps
   * @param settings the numbers
   * @param recomputation which passes compute layers once more to save memory
   * @param checkpoints where the state is kept; null for nowhere
   * @param listener is told of each step
   * @throws IllegalArgumentException if at some step no objective counts, or objectives cannot work
   *     with the settings
   */
  public TrainingLoop(
      LanguageModel model,
      Views views,
      Documents corpus,
      Documents heldOut,
      List<WeightedObjective> objectives,
      TrainingSettings settings,
      Recomputation recomputation,
      TrainingCheckpoints checkpoints,
      TrainingListener listener) {
    this.model = model;
    this.views = views;
    this.corpus = corpus;
    this.heldOut = heldOut;
    this.objectives = List.copyOf(objectives);
    this.settings = settings;
    this.recomputation = recomputation;
    this.checkpoints = checkpoints;
    this.listener = listener;
    order = new Order(corpus.size(), settings.seed());
    RunChecks.check(this.objectives, settings, views.settings());
  }

  /**
   * Trains to the last step, or until the thread is interrupted: then the step at hand is finished,
   * a checkpoint is written if there is a place for it, and what was learned stays.
   *
   * @return the history
   * @throws IllegalStateException if a loss or a gradient is no longer a finite number; the
   *     parameters are then those of the step before
   */
  public Outcome run() {
    List<TrainingObjective> all = objectives.stream().map(WeightedObjective::objective).toList();
    Trainable trainable = Trainable.of(model, all);
    try (NDManager own = model.newScope();
        AdamW adamW = new AdamW(model.newScope(), trainable, settings.optimiser())) {
      ObjectivePass pass = new ObjectivePass(model, new ObjectiveKernel(own), recomputation);
      HeldOut measured =
          heldOut == null || settings.evaluateEvery() == 0
              ? null
              : new HeldOut(heldOut, views, all, settings.batch());
      List<TrainingRow> history = new ArrayList<>();
      Fingerprint fingerprint = checkpoints == null ? null : fingerprint(trainable);
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
  }

  private void tell(List<TrainingRow> history, TrainingRow row) {
    history.add(row);
    listener.onStep(row, settings.steps());
  }

  private Fingerprint fingerprint(Trainable trainable) {
    return Fingerprint.of(
        model, trainable, corpus, heldOut, views.settings(), objectives, settings);
  }

  private TrainingRow update(
      int step, ObjectivePass pass, AdamW adamW, double learningRate, HeldOut measured) {
    long begin = System.nanoTime();
    Step done = backward(step, pass);
    double norm = adamW.gradientNorm() / settings.accumulation();
    RunChecks.requireFinite(step, done.losses(), norm);
    double limit = settings.maxGradientNorm();
    double clip = limit > 0 ? Math.min(1, limit / (norm + TINY)) : 1;
    adamW.step(learningRate, clip / settings.accumulation());
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

  /** The gradients of one update, and the mean losses of its passes. */
  private Step backward(int step, ObjectivePass pass) {
    Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
    Set<View> wanted = EnumSet.noneOf(View.class);
    for (WeightedObjective each : objectives) {
      double weight = each.weight().at(step);
      if (weight > 0) {
        weights.put(each.objective(), weight);
        wanted.add(each.objective().view());
      }
    }
    Map<String, Double> losses = new LinkedHashMap<>();
    long tokens = 0;
    for (int part = 0; part < settings.accumulation(); part++) {
      long pass0 = (long) (step - 1) * settings.accumulation() + part;
      ViewBatch batch = views.of(documents(pass0), pass0 * settings.batch(), wanted);
      synchronized (COLLECTING) {
        try (NDManager scope = model.newScope();
            GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
          ObjectivePass.Result result = pass.train(scope, batch, weights, dropout(pass0));
          if (result.total() != null) {
            NativeGate.run(() -> collector.backward(result.total()));
          }
          result
              .losses()
              .forEach(
                  (name, loss) -> losses.merge(name, loss / settings.accumulation(), Double::sum));
          tokens += result.tokens();
        }
      }
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

  private DecoderKernel.Dropout dropout(long pass) {
    long seed = Seeds.mix(settings.seed(), Seeds.Use.DROPOUT, pass);
    return new DecoderKernel.Dropout(settings.dropout(), (int) (seed ^ seed >>> 32));
  }

  /** The texts of one forward pass, passes counted from 0 over the whole run. */
  private List<Document> documents(long pass) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      documents.add(corpus.get(order.at(pass * settings.batch() + i)));
    }
    return documents;
  }
}
