package magnet.train;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Order;
import magnet.kernel.DecoderKernel;
import magnet.kernel.NativeGate;
import magnet.kernel.TorchRuntime;
import magnet.model.LanguageModel;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;

/**
 * The steps that one process makes, one at a time: views, passes forward and back, one update.
 *
 * <p>On a GPU the views of the next step are made by another thread while this one's passes run;
 * they depend on the seed and the step alone, so that numbers are the same either way. On a CPU
 * that would gain nothing, as its cores are in the passes already: views were measured to take 0.2
 * % of a step of SmolLM2's, and 1 to 2 % of one of pocket's.
 *
 * <p>One run at a time collects gradients, as DJL allows no more; others wait their turn.
 */
public final class LocalSteps implements TrainingLoop.Steps {

  /** DJL allows one gradient collector in the whole process. */
  private static final Object COLLECTING = new Object();

  /** Keeps the clipping factor finite where gradients vanish. */
  private static final double TINY = 1e-6;

  /** Steps made from a given state: their rows, the state after the last, and the time it took. */
  public record Result(List<TrainingRow> rows, AdamW.State state, double seconds)
      implements Serializable {

    /** All but the parameters, which others add up. */
    public Result withoutParameters() {
      return new Result(rows, new AdamW.State(Map.of(), state.moments()), seconds);
    }
  }

  private record Step(Map<String, Double> losses, long tokens) {}

  /** Makes the views of a step before they are asked for, in a thread of its own. */
  private final class ViewsAhead implements AutoCloseable {

    private final ExecutorService maker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "magnet-views");
              thread.setDaemon(true);
              return thread;
            });
    private final int last;
    private CompletableFuture<List<ViewBatch>> next = CompletableFuture.completedFuture(List.of());
    private int prepared; // the step that `next` is of; 0 for none

    ViewsAhead(int last) {
      this.last = last;
    }

    /** The views of a step; the next one's are begun. */
    List<ViewBatch> of(int step) {
      if (prepared != step) {
        begin(step);
      }
      List<ViewBatch> made = made();
      // What went wrong there goes wrong here again, where it is thrown as it is.
      List<ViewBatch> views = made == null ? batches(step) : made;
      if (step < last) {
        begin(step + 1);
      }
      return views;
    }

    private void begin(int step) {
      next = CompletableFuture.supplyAsync(() -> batches(step), maker);
      prepared = step;
    }

    /** Null if they could not be made. An interruption does not end it: the step is finished. */
    private List<ViewBatch> made() {
      return next.handle((made, thrown) -> made).join();
    }

    /** Waits for what is being made: tokenizer and texts may be closed afterwards. */
    @Override
    public void close() {
      maker.shutdown();
      made();
    }
  }

  private final Training training;
  private final TrainingSettings settings;
  private final ObjectivePass pass;
  private final AdamW adamW;
  private final Tracker learningRate;
  private final Order order;
  private final ViewsAhead ahead;

  /** The steps of a run, or of a part of it up to {@code last}. */
  LocalSteps(Training training, ObjectivePass pass, int last, boolean viewsAhead) {
    this.training = training;
    this.pass = pass;
    settings = training.settings();
    learningRate = settings.learningRate().tracker(settings.steps());
    order = new Order(training.corpus().size(), settings.seed());
    adamW = new AdamW(pass.model().newScope(), pass.trainable(), settings.optimiser());
    adamW.zeroGradients();
    ahead = viewsAhead ? new ViewsAhead(last) : null;
  }

  /** Whether views are made ahead for a model: where its passes leave the CPU idle. */
  static boolean viewsAhead(LanguageModel model) {
    return model.decoder().device().isGpu();
  }

  /**
   * Makes some steps of a run from a given state, without measuring or saving anything: what one of
   * several workers does between two rounds. The same steps from the same state are the same.
   *
   * @param training the run; its settings say which share of the texts is read
   * @param first counted from 1, as {@code last}, which is made as well
   */
  public static Result make(
      LanguageModel model,
      Training training,
      Recomputation recomputation,
      int first,
      int last,
      AdamW.State from) {
    long begin = System.nanoTime();
    try (NDManager own = model.newScope()) {
      ObjectivePass pass = ObjectivePass.of(model, training, recomputation, own);
      try (LocalSteps steps = new LocalSteps(training, pass, last, viewsAhead(model))) {
        steps.adamW.restore(from);
        List<TrainingRow> rows = new ArrayList<>();
        for (int done = first - 1; done < last; done++) {
          rows.addAll(steps.after(done));
        }
        return new Result(rows, steps.adamW.numbers(), (System.nanoTime() - begin) / 1e9);
      }
    }
  }

  /**
   * The texts that some steps read, by their indices in the corpus.
   *
   * @param settings of the run; they say which share of the texts is read
   * @param first counted from 1, as {@code last}, which is read as well
   */
  public static Map<Integer, Document> texts(
      Documents corpus, TrainingSettings settings, int first, int last) {
    Order order = new Order(corpus.size(), settings.seed());
    Map<Integer, Document> texts = new LinkedHashMap<>();
    long end = (long) last * settings.accumulation();
    for (long pass = (first - 1L) * settings.accumulation(); pass < end; pass++) {
      indices(order, settings, pass).forEach(i -> texts.computeIfAbsent(i, corpus::get));
    }
    return texts;
  }

  @Override
  public List<TrainingRow> after(int done) {
    int step = done + 1;
    long begin = System.nanoTime();
    Step made = backward(step);
    double norm = adamW.gradientNorm();
    requireFinite(step, made.losses(), norm);
    double limit = settings.maxGradientNorm();
    double clip = limit > 0 ? Math.min(1, limit / (norm + TINY)) : 1;
    double rate = learningRate.getNewValue(step);
    adamW.step(rate, clip);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double speed = made.tokens() / seconds;
    return List.of(
        new TrainingRow(step, made.losses(), rate, norm, made.tokens(), speed, Map.of()));
  }

  @Override
  public List<SafetensorsWriter.Entry> saved() {
    return adamW.saved();
  }

  @Override
  public void restore(SafetensorsFile saved) {
    adamW.restore(saved);
  }

  @Override
  public void close() {
    try (adamW) {
      if (ahead != null) {
        ahead.close();
      }
    }
  }

  /**
   * The gradients of one update, and its losses. Where several passes make it, each objective's
   * loss in a pass counts by its examples there, so that the update's loss is the mean over all
   * examples of all passes, as if they were one batch.
   */
  private Step backward(int step) {
    List<TrainingObjective> active = Training.active(training.objectives(), step);
    List<ViewBatch> batches = ahead == null ? batches(step) : ahead.of(step);
    Map<TrainingObjective, double[]> shares = new LinkedHashMap<>();
    active.forEach(each -> shares.put(each, shares(each, batches)));
    Map<String, Double> losses = new LinkedHashMap<>();
    long tokens = 0;
    for (int part = 0; part < batches.size(); part++) {
      Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
      for (TrainingObjective each : active) {
        weights.put(each, each.weight().at(step) * shares.get(each)[part]);
      }
      ObjectivePass.Result result = backward(firstPass(step) + part, batches.get(part), weights);
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
          ("Step %s has nothing to learn from: the texts of its batch are too short for a mask or"
                  + " a span; use longer texts or a larger batch.")
              .formatted(step));
    }
    return new Step(losses, tokens);
  }

  /** Passes are counted from 0 over the whole run. */
  private long firstPass(int step) {
    return (long) (step - 1) * settings.accumulation();
  }

  /** The views of a step, a batch for each of its passes. */
  private List<ViewBatch> batches(int step) {
    RequestedViews wanted = Training.requested(Training.active(training.objectives(), step));
    List<ViewBatch> batches = new ArrayList<>();
    for (int part = 0; part < settings.accumulation(); part++) {
      long at = firstPass(step) + part;
      IntToLongFunction places = i -> settings.share().place(at * settings.batch() + i);
      List<Document> texts = indices(order, settings, at).mapToObj(training.corpus()::get).toList();
      batches.add(training.views().of(texts, places, wanted));
    }
    return batches;
  }

  /** The share of an objective's examples in each batch. */
  private static double[] shares(TrainingObjective of, List<ViewBatch> batches) {
    double[] examples = batches.stream().mapToDouble(each -> of.outputs(each).examples()).toArray();
    double all = Math.max(1, Arrays.stream(examples).sum());
    return Arrays.stream(examples).map(each -> each / all).toArray();
  }

  /** One pass forward and back. */
  private ObjectivePass.Result backward(
      long number, ViewBatch batch, Map<TrainingObjective, Double> weights) {
    synchronized (COLLECTING) {
      try (NDManager scope = pass.model().newScope();
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
    long seed = Seeds.mix(settings.seed(), Seeds.Use.DROPOUT, settings.share().place(pass));
    return new DecoderKernel.Dropout(settings.dropout(), (int) (seed ^ seed >>> 32));
  }

  /** The texts of one forward pass, by their indices. */
  private static IntStream indices(Order order, TrainingSettings settings, long pass) {
    return IntStream.range(0, settings.batch())
        .map(i -> order.at(settings.share().place(pass * settings.batch() + i)));
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
      String all = String.join(" + ", losses.keySet());
      broken.add("the gradient of " + all + " has the norm " + gradientNorm);
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException(
          ("Training stopped at step %s: %s; lower the learning rate, clip the gradients, or"
                  + " resume from an earlier checkpoint.")
              .formatted(step, String.join(", ", broken)));
    }
  }
}
