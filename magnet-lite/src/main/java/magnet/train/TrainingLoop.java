package magnet.train;

import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.model.LanguageModel;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;

/**
 * Trains a model's trainable parameters step after step, with held-out text, checkpoints and
 * listeners between the steps; {@link LocalSteps} makes them, or several workers do together.
 *
 * <p>Gradients come from DJL's GradientCollector, step sizes from its Trackers, parameters from its
 * blocks. DJL's Trainer itself is left out: it hands labels and outputs of one network to one loss,
 * whereas here several losses read rows of one packed batch, and its optimisers update parameter by
 * parameter and cannot be saved.
 *
 * <p>A run uses one device: the model's. The same seed on the same machine gives the same run, also
 * when it is broken off and resumed.
 *
 * @param model what learns; has an adapter or trainable weights
 */
public record TrainingLoop(
    LanguageModel model, Training training, Recomputation recomputation, Listener listener) {

  /**
   * How a run ended.
   *
   * @param history a row for each step, those before a resumption included
   * @param steps the last step that was done
   * @param stopped whether it was interrupted before its end
   */
  public record Outcome(List<TrainingRow> history, int steps, boolean stopped) {}

  /** Follows the progress of a run, on the thread that trains. */
  @FunctionalInterface
  public interface Listener {

    /**
     * After each step, and once before the first if held-out text is measured. What it throws ends
     * the training there.
     *
     * @param steps how many steps the run has
     */
    void onStep(TrainingRow row, int steps);
  }

  /** Who makes the steps of a run, and what a checkpoint keeps of it. */
  public interface Steps extends AutoCloseable {

    /**
     * Makes the next steps, one or several; then the model's parameters are those after the last.
     *
     * @param done the last step that was done before; 0 for none
     * @return a row for each step, at least one
     */
    List<TrainingRow> after(int done);

    /** Everything needed to continue. */
    List<SafetensorsWriter.Entry> saved();

    /** Restores what a predecessor saved. */
    void restore(SafetensorsFile saved);

    @Override
    void close();
  }

  /** Refuses an objective that could learn nothing in this training. */
  public TrainingLoop {
    training.objectives().forEach(each -> each.check(training));
  }

  /**
   * Trains to the last step, or until the thread is interrupted: then the current step is finished,
   * a checkpoint is written if there is a folder for it, and what was learned stays.
   *
   * @throws IllegalStateException if a loss or a gradient is no longer a finite number; the
   *     parameters are then those of the step before
   */
  public Outcome run() {
    return run(LocalSteps.viewsAhead(model));
  }

  /** As {@link #run()}, with the views of the next step made meanwhile or not. */
  Outcome run(boolean viewsAhead) {
    int last = training.settings().steps();
    return run("", pass -> new LocalSteps(training, pass, last, viewsAhead));
  }

  /**
   * Identifies what a run would do, without doing it.
   *
   * @param team who would make the steps together, in words; empty for one alone
   * @return 24 hexadecimal digits, equal for equal models, texts, objectives and settings
   */
  public String fingerprint(String team) {
    try (NDManager own = model.newScope()) {
      Trainable trainable =
          Trainable.of(model, training.objectives(), training.settings().seed(), own);
      return Fingerprint.of(model, trainable, training, team).hash();
    }
  }

  /**
   * Trains as {@link #run()} does, but with steps that several workers make together, round by
   * round: text is measured and checkpoints are written after the round in which they are due, and
   * an interruption ends the run after its round.
   *
   * @param team who makes the steps together, in words, which checkpoints compare
   * @param begin gathers the workers; what is trained has its first numbers
   */
  public Outcome run(String team, Function<ObjectivePass, Steps> begin) {
    try (NDManager own = model.newScope()) {
      ObjectivePass pass = ObjectivePass.of(model, training, recomputation, own);
      try (Steps steps = begin.apply(pass)) {
        return run(steps, team, pass);
      }
    }
  }

  private Outcome run(Steps steps, String team, ObjectivePass pass) {
    TrainingSettings settings = training.settings();
    HeldOut measured =
        settings.evaluateEvery() == 0
            ? null
            : training.heldOut().map(texts -> new HeldOut(texts, training)).orElse(null);
    List<TrainingRow> history = new ArrayList<>();
    TrainingCheckpoints checkpoints = settings.checkpoints().orElse(null);
    Fingerprint fingerprint =
        checkpoints == null ? null : Fingerprint.of(model, pass.trainable(), training, team);
    TrainingCheckpoints place = checkpoints == null ? null : checkpoints.of(fingerprint);
    int done = place == null ? 0 : place.resume(fingerprint, steps::restore, history);
    if (done == 0 && measured != null) {
      tell(history, new TrainingRow(0, Map.of(), 0, 0, 0, 0, measured.losses(pass)));
    }
    long saved = System.nanoTime();
    while (done < settings.steps()) {
      List<TrainingRow> rows = new ArrayList<>(steps.after(done));
      int end = rows.size() - 1;
      int step = rows.get(end).step();
      boolean last = step == settings.steps();
      if (measured != null && (last || isDue(done, step, settings.evaluateEvery()))) {
        rows.set(end, rows.get(end).measured(measured.losses(pass)));
      }
      boolean stop = Thread.interrupted();
      if (place != null
          && (stop
              || last
              || isDue(done, step, place.every())
              || place.isOverdue(Duration.ofNanos(System.nanoTime() - saved)))) {
        List<TrainingRow> all = new ArrayList<>(history);
        all.addAll(rows);
        place.save(step, fingerprint, steps::saved, all);
        saved = System.nanoTime();
      }
      done = step;
      rows.forEach(row -> tell(history, row));
      if (stop && !last) {
        return new Outcome(List.copyOf(history), done, true);
      }
    }
    return new Outcome(List.copyOf(history), settings.steps(), false);
  }

  /**
   * Whether something that happens every so many steps is due after a step.
   *
   * @param before the step after which it could have happened before
   */
  public static boolean isDue(int before, int step, int every) {
    return step / every > before / every;
  }

  private void tell(List<TrainingRow> history, TrainingRow row) {
    history.add(row);
    listener.onStep(row, training.settings().steps());
  }
}
