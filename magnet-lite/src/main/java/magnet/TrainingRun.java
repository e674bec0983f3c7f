package magnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import magnet.cluster.Cluster;
import magnet.cluster.RunPlan;
import magnet.data.Documents;
import magnet.infer.TextFrame;
import magnet.io.ByteSize;
import magnet.model.LanguageModel;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;
import magnet.train.Recomputation;
import magnet.train.RequestedViews;
import magnet.train.StepScale;
import magnet.train.Training;
import magnet.train.TrainingCheckpoints;
import magnet.train.TrainingFit;
import magnet.train.TrainingLoop;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;
import magnet.train.ViewBatch;
import magnet.train.ViewSettings;
import magnet.train.Views;
import magnet.view.LineChart;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;

/** One training from the first step to the history, with its progress shown. */
final class TrainingRun {

  private static final double HELD_OUT_SHARE = 0.05;
  private static final int HELD_OUT_MOST = 64;
  private static final int LOOKED_AT = 64;

  private final String title;
  private final LanguageModel model;
  private final TextFrame frame;
  private final Corpus corpus;
  private final List<Objective> objectives;
  private final TrainingSettings settings;
  private Cluster cluster;
  private RunPlan.Base base;
  private long begin = System.nanoTime();
  private int firstStep = -1;

  TrainingRun(
      String title,
      LanguageModel model,
      TextFrame frame,
      Corpus corpus,
      List<Objective> objectives,
      TrainingSettings settings) {
    this.title = title + StepScale.words();
    this.model = model;
    this.frame = frame;
    this.corpus = corpus;
    this.objectives = objectives;
    this.settings = settings;
  }

  /** Has several workers make the steps, who find the base model under a name. */
  TrainingRun across(Cluster several, String name) {
    cluster = several;
    base = RunPlan.Base.of(name, model, frame);
    return this;
  }

  /** Makes the views of texts. */
  Views views() {
    return new Views(frame, model.architecture().vocabularySize(), viewSettings(), settings.seed());
  }

  private ViewSettings viewSettings() {
    return corpus.viewSettings(maxTokens());
  }

  /** Identifies the run, as {@link TrainingLoop#fingerprint(String)} does. */
  String fingerprint() {
    return new TrainingLoop(model, training(), Recomputation.NEVER, (row, steps) -> {})
        .fingerprint(cluster == null ? "" : cluster.toString());
  }

  /** Trains the model's trainable parameters; a watcher gets the rows so far after each step. */
  History run(Consumer<List<TrainingRow>> watcher) {
    Training training = training();
    List<TrainingRow> rows = new ArrayList<>();
    TrainingLoop.Outcome outcome;
    try (ProgressView progress = settings.isQuiet() ? Progress.none() : Progress.usual()) {
      progress.hint("To end it early, interrupt the cell (■): what was learned is kept.");
      tooFewTexts(training).ifPresent(progress::note);
      unbegun(training).ifPresent(progress::note);
      OptionalLong free = MemoryEstimate.free(model.decoder().device());
      free.ifPresent(there -> tooLarge(training, there).ifPresent(progress::note));
      TrainingLoop loop =
          new TrainingLoop(
              model,
              training,
              settings.recomputation(model, free),
              (row, steps) -> {
                show(progress, row, steps);
                rows.add(row);
                watcher.accept(rows);
              });
      outcome = cluster == null ? loop.run() : across(loop, free);
      if (outcome.stopped()) {
        progress.note(stopped(outcome.steps(), settings.steps()));
      }
    }
    return new History(outcome.history(), settings.steps());
  }

  private TrainingLoop.Outcome across(TrainingLoop loop, OptionalLong free) {
    RunPlan plan =
        new RunPlan(
            base,
            model.lora().orElseThrow().config(),
            List.copyOf(objectives),
            viewSettings(),
            settings,
            cluster.workers());
    return cluster.run(
        loop, plan, (round, part) -> plan.work(model.decoder(), frame, free, round, part));
  }

  private Training training() {
    Documents texts = corpus.documents();
    boolean measures = settings.evaluateEvery() > 0;
    Optional<Documents> heldOut = settings.heldOut().filter(any -> measures);
    if (measures && heldOut.isEmpty()) {
      double share = heldOutCount(texts.size(), settings.batch()) / (double) texts.size();
      Documents.Split split = texts.split(share);
      texts = split.training();
      heldOut = Optional.of(split.heldOut());
    }
    return new Training(views(), texts, heldOut, List.copyOf(objectives), settings);
  }

  /** The notice for a corpus whose batches hold equal texts, if texts are contrasted. */
  private static Optional<String> tooFewTexts(Training training) {
    boolean contrasts = Training.requested(training.objectives()).pairs().isPresent();
    int batch = training.settings().batch();
    Documents texts = training.corpus();
    long different =
        IntStream.range(0, contrasts ? texts.size() : 0)
            .mapToObj(i -> texts.get(i).text())
            .distinct()
            .limit(batch)
            .count();
    return !contrasts || different == batch
        ? Optional.empty()
        : Optional.of(
            ("The corpus has fewer different texts (%d) than a batch (%d): equal texts are no"
                    + " negatives of each other, so the contrastive loss has little to learn from;"
                    + " add texts, or make the batch smaller.")
                .formatted(different, batch));
  }

  /** The notice for texts that nothing begins, if they are read in both directions. */
  private Optional<String> unbegun(Training training) {
    RequestedViews wanted = Training.requested(training.objectives());
    boolean bothWays =
        wanted.masks().isPresent()
            || wanted.pairs().isPresent()
            || wanted.wholeTexts().map(share -> share < 1).orElse(false);
    return !bothWays || !frame.bos().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The tokenizer puts no token before a text; read in both directions, many models miss"
                + " the first token that their attention rests on: Loading.auto().bos(token) names"
                + " one, such as that between the documents of pretraining.");
  }

  /** What is said if a training, as far as its first texts tell, takes more than is free. */
  Optional<String> tooLarge(Training training, long free) {
    TrainingFit fit = fit(training);
    TrainingMemory memory = fit.memory();
    long there = free + memory.weights() + memory.runtime(); // these are in it already
    return fit.fits(there)
        ? Optional.empty()
        : Optional.of(
            "This training takes about %s of memory (%s), and it can have %s: it may fail or be very slow; %s."
                .formatted(
                    ByteSize.of(fit.needed(there)), fit, ByteSize.of(there), fit.remedies(there)));
  }

  /** The size of a training, as far as the views of its first texts tell. */
  TrainingFit fit(Training training) {
    int texts = Math.min(LOOKED_AT, training.corpus().size());
    return Training.stages(training.objectives(), settings.steps()).values().stream()
        .map(
            wanted ->
                TrainingFit.of(
                    Trained.of(model),
                    settings.recompute(),
                    settings.batch(),
                    IntStream.range(0, texts)
                        .mapToObj(i -> views(training, i, wanted).sequences())
                        .toList()))
        .max(TrainingFit.BY_MEMORY)
        .orElseThrow();
  }

  private static ViewBatch views(Training training, int text, RequestedViews wanted) {
    return training.views().of(List.of(training.corpus().get(text)), text, wanted);
  }

  /** The longest text in tokens that the settings and the model allow. */
  private int maxTokens() {
    int positions = model.architecture().maxPositions();
    if (settings.maxTokens() > positions) {
      throw new IllegalArgumentException(
          "Texts of %s tokens are longer than the model's %s positions; allow that many at most."
              .formatted(settings.maxTokens(), positions));
    }
    return settings.maxTokens() > 0
        ? settings.maxTokens()
        : Math.min(positions, TrainingSettings.USUAL_TOKENS);
  }

  /** A twentieth, but a batch at least (a contrast needs other texts), and never more than half. */
  private static int heldOutCount(int texts, int batch) {
    int usual = Math.min(HELD_OUT_MOST, (int) (texts * HELD_OUT_SHARE));
    return Math.min(Math.max(usual, batch), texts / 2);
  }

  private void show(ProgressView progress, TrainingRow row, int steps) {
    if (firstStep < 0 && cluster != null && row.step() > 0) {
      firstStep = row.step() - 1; // a round's rows come at its end
    } else if (firstStep < 0) {
      firstStep = row.step();
      begin = System.nanoTime();
    }
    int done = row.step() - firstStep;
    Duration left =
        done == 0
            ? null
            : Duration.ofNanos((System.nanoTime() - begin) / done * (steps - row.step()));
    Map<String, Double> values = new LinkedHashMap<>(row.losses());
    row.heldOut().forEach((name, loss) -> values.put(LineChart.HELD_OUT + name, loss));
    progress.update(
        new ProgressState(title, row.step(), steps, values, row.tokensPerSecond(), "tokens", left));
  }

  private String stopped(int done, int steps) {
    String how =
        settings
            .checkpoints()
            .map(TrainingCheckpoints::folder)
            .map(
                "To resume, build the same training with .resume() and checkpoints in %s."
                    ::formatted)
            .orElse("To be able to resume later, name a folder by checkpoints(folder, every).");
    return "Stopped after step %s of %s; what was learned is kept. %s".formatted(done, steps, how);
  }
}
