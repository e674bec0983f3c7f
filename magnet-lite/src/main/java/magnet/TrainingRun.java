package magnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import magnet.data.Documents;
import magnet.infer.TextFrame;
import magnet.model.LanguageModel;
import magnet.train.TrainingLoop;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;
import magnet.train.ViewSettings;
import magnet.train.Views;
import magnet.train.WeightedObjective;
import magnet.view.Progress;
import magnet.view.ProgressState;
import magnet.view.ProgressView;

/** One training from the first step to the history, with its progress shown. */
final class TrainingRun {

  private static final double HELD_OUT_SHARE = 0.05;
  private static final int HELD_OUT_MOST = 64;

  private final String title;
  private final TrainingOptions options;
  private long begin = System.nanoTime();
  private int firstStep = -1;

  /**
   * Prepares a run.
   *
   * @param title what the progress calls it
   * @param options its numbers
   */
  TrainingRun(String title, TrainingOptions options) {
    this.title = title + Rehearsal.words();
    this.options = options;
  }

  /**
   * Trains the model's trainable parameters.
   *
   * @param watcher is told the rows of this run after each step
   */
  History run(
      LanguageModel model,
      TextFrame frame,
      Corpus corpus,
      ViewSettings viewSettings,
      List<WeightedObjective> objectives,
      TrainingSettings settings,
      Consumer<List<TrainingRow>> watcher) {
    Documents texts = corpus.documents();
    Documents heldOut = null;
    if (settings.evaluateEvery() > 0 && options.heldOut != null) {
      heldOut = options.heldOut.documents();
    } else if (settings.evaluateEvery() > 0) {
      double share = heldOutCount(texts.size(), settings.batch()) / (double) texts.size();
      Documents.Split split = texts.split(share);
      texts = split.training();
      heldOut = split.heldOut();
    }
    int vocabulary = model.architecture().vocabularySize();
    Views views = new Views(frame, vocabulary, viewSettings, settings.seed());
    List<TrainingRow> rows = new ArrayList<>();
    TrainingLoop.Outcome outcome;
    try (ProgressView progress = options.quiet ? Progress.none() : Progress.usual()) {
      progress.hint("To end it early, interrupt the cell (■): what was learned is kept.");
      outcome =
          new TrainingLoop(
                  model,
                  views,
                  texts,
                  heldOut,
                  objectives,
                  settings,
                  options.recomputation(model),
                  options.place().orElse(null),
                  (row, steps) -> {
                    show(progress, row, steps);
                    rows.add(row);
                    watcher.accept(rows);
                  })
              .run();
      if (outcome.stopped()) {
        progress.note(stopped(outcome.steps(), settings.steps()));
      }
    }
    return new History(outcome.history(), settings.steps());
  }

  /** The longest text in tokens that the options and the model allow. */
  int maxTokens(LanguageModel model) {
    int positions = model.architecture().maxPositions();
    if (options.maxTokens > positions) {
      throw new IllegalArgumentException(
          "Texts of "
              + options.maxTokens
              + " tokens are longer than the model's "
              + positions
              + " positions; allow that many at most.");
    }
    return options.maxTokens > 0 ? options.maxTokens : Math.min(positions, 256);
  }

  /** A twentieth, but a batch at least (a contrast needs company), and never more than half. */
  private static int heldOutCount(int texts, int batch) {
    int usual = Math.min(HELD_OUT_MOST, (int) (texts * HELD_OUT_SHARE));
    return Math.min(Math.max(usual, batch), texts / 2);
  }

  private void show(ProgressView progress, TrainingRow row, int steps) {
    if (firstStep < 0) {
      firstStep = row.step();
      begin = System.nanoTime();
    }
    int done = row.step() - firstStep;
    Duration left =
        done == 0
            ? null
            : Duration.ofNanos((System.nanoTime() - begin) / done * (steps - row.step()));
    progress.update(
        new ProgressState(
            title, row.step(), steps, row.losses(), row.tokensPerSecond(), "tokens", left));
  }

  private String stopped(int done, int steps) {
    return "Stopped after step "
        + done
        + " of "
        + steps
        + "; what was learned is kept. "
        + (options.checkpoints == null
            ? "To be able to go on later, name a folder by checkpoints(folder, every)."
            : "To go on, build the same training with .resume() and checkpoints in "
                + options.checkpoints
                + ".");
  }
}
