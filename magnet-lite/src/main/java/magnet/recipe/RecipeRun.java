package magnet.recipe;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import magnet.Adaptation;
import magnet.Encoding;
import magnet.History;
import magnet.Magnet;
import magnet.Pretraining;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.eval.Scoreboard;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.io.Digest;
import magnet.io.LocalCache;
import magnet.io.YamlText;
import magnet.recipe.settings.AdapterPlan;
import magnet.recipe.settings.ModelAttention;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.PretrainingPlan;
import magnet.recipe.settings.TrainingPlan;

/**
 * Runs a recipe: trains each variant with each seed, measures every candidate by every task, and
 * keeps all of it in the run's folder. What was trained or measured before is found again by
 * fingerprints of models, data and settings, so that a run that was broken off goes on.
 */
public final class RecipeRun {

  /** The candidate of a recipe that makes a model from scratch. */
  private static final String PRETRAINED = "pretrained";

  private final Recipe recipe;
  private final RunOptions options;
  private final Optional<RunWorkers> workers;
  private final Optional<RunPart> part;
  private final List<EvaluationPlan> evaluations;
  private final Optional<WhileTraining> whileTraining;
  private final Samples samples;
  private final boolean finds;
  private final PrintWriter out;
  private final RunFolder folder;
  private final Measuring measuring;
  private final RunResult result = new RunResult();

  /**
   * How a model is measured, under its name in every table.
   *
   * @param seed what it was trained with, if it was trained here
   * @param attention what it sees
   * @param instruction what precedes a text that is embedded
   */
  private record Subject(
      String name, Optional<Long> seed, ModelAttention attention, String instruction) {

    Candidate candidate(Magnet model) {
      return attention.candidate(name, model, instruction);
    }

    /** Equal for equal candidates, that is by the fingerprint of their model. */
    String print(String model) {
      return Digest.ofTexts(model, attention + instruction);
    }
  }

  /**
   * A run.
   *
   * @param whole what to do, of which the options may leave a part
   * @param out gets a line for each step
   * @param workers who trains and measures, if it is not done here
   * @throws IllegalArgumentException if there are workers for a recipe that makes a single model
   */
  public RecipeRun(
      Recipe whole, RunOptions options, PrintWriter out, Optional<RunWorkers> workers) {
    this(whole, Optional.empty(), options, out, workers);
    if (workers.isPresent() && whole.pretraining().isPresent()) {
      throw new IllegalArgumentException(
          whole.file()
              + " makes one model by \"pretrain\", which has no parts; run it on one machine.");
    }
  }

  /** A part of a run whose other parts are done elsewhere. */
  RecipeRun(Recipe whole, RunPart part, PrintWriter out) {
    this(whole, Optional.of(part), part.options(), out, Optional.empty());
  }

  private RecipeRun(
      Recipe whole,
      Optional<RunPart> part,
      RunOptions options,
      PrintWriter out,
      Optional<RunWorkers> workers) {
    recipe = whole.narrowedTo(part.map(RunPart::candidate).map(List::of).orElse(options.only()));
    this.part = part;
    this.options = options;
    this.workers = workers;
    this.out = out;
    evaluations =
        recipe.evaluations().stream()
            .filter(each -> part.isEmpty() || part.get().evaluations().contains(each.name()))
            .toList();
    boolean trains = part.map(RunPart::trains).orElse(workers.isEmpty());
    whileTraining = part.isEmpty() || trains ? recipe.whileTraining() : Optional.empty();
    samples = part.map(RunPart::samples).orElse(true) ? recipe.samples() : Samples.NONE;
    finds = !trains;
    folder = RunFolder.of(whole);
    measuring = new Measuring(options, workers.isPresent(), new ResultStore(folder), out);
  }

  /**
   * Does all of it.
   *
   * @throws IllegalArgumentException if models, data and settings do not fit together
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public RunResult run() {
    RunPlanText.of(recipe).forEach(this::tell);
    AtomicFile.write(folder.recipe(), YamlText.yaml(recipe.settings()));
    if (options.retrain()) {
      AtomicFolder.delete(folder.trainings());
    }
    if (workers.isPresent()) {
      findTrainings();
      result
          .badRows()
          .addAll(new RunSpread(recipe, folder, trainings(), options, workers.get()).done());
    }
    if (recipe.pretraining().isPresent()) {
      pretrain(recipe.pretraining().get());
    } else {
      adapt(recipe.model().orElseThrow());
    }
    result.badRows().addAll(measuring.badRows());
    measuring.times().ifPresent(times -> result.facts().put("measuring took", times));
    return result;
  }

  /** Has what this machine began or finished to train known to those who do the parts. */
  private void findTrainings() {
    if (!Files.isDirectory(trainings())) {
      return;
    }
    try (Magnet base = recipe.model().orElseThrow().load()) {
      for (TrainingPlan plan : recipe.trainings()) {
        for (long seed : plan.seeds()) {
          String hash = plan.adaptation(base, seed, trainings()).fingerprint();
          if (Files.isDirectory(trainings().resolve(hash))) {
            AtomicFile.write(folder.stateName(plan.name(), seed), hash);
          }
        }
      }
    }
  }

  /** Does it as a part of a run, and keeps what was wrong with the data. */
  void part() {
    adapt(recipe.model().orElseThrow());
    if (!measuring.badRows().isEmpty()) {
      AtomicFile.write(
          folder.root().resolve(RunPart.BAD_ROWS), RunSpread.written(measuring.badRows()));
    }
  }

  private void pretrain(PretrainingPlan plan) {
    tell(new RunClock(1).next(PRETRAINED));
    long seed = recipe.seeds().get(0);
    Pretraining pretraining = plan.pretraining(seed, folder.root().resolve("tokenizers"));
    pretraining = ownTrainings() ? pretraining.cached(folder.trainings()) : pretraining.cached();
    try (Magnet trained = pretraining.train();
        Magnet model = plan.stored(trained, folder.model())) {
      String words = model.toString().replace(folder.model().toString(), recipe.name());
      result.facts().put("model", words);
      keep(trained.history(), PRETRAINED, seed, Optional.empty()); // it may have been found
      Subject made = new Subject(PRETRAINED, Optional.of(seed), ModelAttention.CAUSAL, "");
      look(made, model, Digest.ofTexts(model.fingerprint(), PRETRAINED));
    }
  }

  private void adapt(ModelPlan plan) {
    int seeds = recipe.trainings().stream().mapToInt(each -> each.seeds().size()).sum();
    RunClock clock = new RunClock(recipe.baselines().size() + seeds + recipe.adapters().size());
    try (Magnet base = plan.load()) {
      result.facts().put("model", plan.shown(base));
      for (Baseline baseline : recipe.baselines()) {
        String title = baseline.title();
        tell(clock.next(title));
        try (Baseline.Opened opened = baseline.open(base)) {
          measure(opened.candidate(), Optional.empty(), opened.print());
          if (baseline == Baselines.BASE) {
            Subject subject =
                new Subject(title, Optional.empty(), ModelAttention.CAUSAL, Encoding.INSTRUCTION);
            show(subject, base, opened.print());
          }
        }
      }
      for (TrainingPlan training : recipe.trainings()) {
        for (long seed : part.map(RunPart::seeds).orElse(training.seeds())) {
          String words = training.seeds().size() > 1 ? ", seed " + seed : "";
          tell(clock.next(training.name() + words));
          train(training, seed, base);
        }
      }
      for (AdapterPlan adapter : recipe.adapters()) {
        String name = adapter.name();
        tell(clock.next(name));
        try (Magnet model = adapter.load(base)) {
          look(
              new Subject(name, Optional.empty(), adapter.attention(), adapter.instruction()),
              model);
        }
      }
    }
  }

  private void train(TrainingPlan plan, long seed, Magnet base) {
    String name = plan.name();
    Subject subject = new Subject(name, Optional.of(seed), plan.attention(), plan.instruction());
    Adaptation adaptation = plan.adaptation(base, seed, trainings());
    String training = adaptation.fingerprint();
    Optional<Path> receipt =
        part.isPresent() ? Optional.empty() : Optional.of(folder.trained(name, seed, training));
    Optional<RunCurves> curves =
        whileTraining.map(wanted -> new RunCurves(folder, measuring, plan, seed, training, wanted));
    if (receipt.isPresent() && reportKept(subject, seed, receipt.get(), curves)) {
      return;
    }
    if (curves.isPresent()) {
      RunCurves drawn = curves.get();
      drawn.look(0, ModelAttention.CAUSAL.candidate(name, base, plan.instruction()));
      drawn.tell(result);
      adaptation =
          adaptation.watch(
              whileTraining.orElseThrow().every(),
              now -> drawn.look(now.history().steps(), subject.candidate(now)));
    }
    Path state = trainings().resolve(training);
    if (finds) {
      adaptation =
          adaptation.watch(
              1,
              now -> {
                throw RunPart.otherNumbers(
                    "the training of %s with seed %d was not found".formatted(name, seed));
              });
    } else if (!Files.isDirectory(state)) {
      TrainingReceipt.begin(state, Environment.machine(recipe));
    }
    try (Magnet model = adaptation.train()) {
      if (model.history().isComplete()) { // an earlier run may have ended before it looked
        curves.ifPresent(drawn -> drawn.look(model.history().steps(), subject.candidate(model)));
      }
      if (receipt.isPresent()) {
        model.save(folder.adapter(name, seed));
        Optional<String> machine = TrainingReceipt.machine(state);
        keep(model.history(), name, seed, machine);
        if (model.history().isComplete()) {
          new TrainingReceipt(model.fingerprint(), model.history(), machine).write(receipt.get());
        }
      } else if (!model.history().isComplete()) {
        throw new IllegalStateException(
            "The training of %s was interrupted at step %d; run the recipe again."
                .formatted(name, model.history().steps()));
      }
      look(subject, model);
    }
  }

  /**
   * Puts into the result what is known of a training, if everything was measured; neither the
   * training nor its model is needed then.
   */
  private boolean reportKept(Subject subject, long seed, Path receipt, Optional<RunCurves> curves) {
    if (workers.isPresent() || options.retrain()) {
      return false;
    }
    Optional<TrainingReceipt> known = TrainingReceipt.in(receipt);
    if (known.isEmpty()) {
      return false;
    }
    String name = subject.name();
    History history = known.get().history();
    String print = subject.print(known.get().model());
    Path told = samples(subject, print);
    boolean shown = samples.isEmpty() || result.samples().containsKey(name);
    if (!shown && !Files.exists(told)
        || curves.isPresent() && !curves.get().reach(history.steps())) {
      return false;
    }
    Optional<Map<EvaluationPlan, List<Score>>> scores =
        measuring.kept(evaluations, name, seed, print);
    if (scores.isEmpty()) {
      return false;
    }
    scores.get().forEach((task, found) -> add(task, name, Optional.of(seed), found));
    keep(history, name, seed, known.get().machine());
    curves.ifPresent(each -> each.tell(result));
    if (!shown) {
      SampleTexts.in(told).ifPresent(texts -> result.samples().put(name, texts));
    }
    return true;
  }

  /**
   * Whether trainings are kept in the run's folder: curves are, and they lose what a training does
   * that is found finished elsewhere.
   */
  private boolean ownTrainings() {
    return options.retrain() || whileTraining.isPresent();
  }

  /** Where the state of trainings is kept. */
  private Path trainings() {
    if (part.isPresent()) {
      return folder.trainings();
    }
    return ownTrainings() ? watchedTrainings() : LocalCache.folder("trainings");
  }

  /** Other curves are other trainings: one that is over draws no new ones. */
  private Path watchedTrainings() {
    String watched =
        whileTraining.stream()
            .flatMap(each -> each.evaluations().stream())
            .map(measuring::fingerprint)
            .collect(Collectors.joining(" "));
    return folder.trainings().resolve(Digest.ofTexts(watched).substring(0, 8));
  }

  private void look(Subject subject, Magnet model) {
    look(subject, model, subject.print(model.fingerprint()));
  }

  /** Measures a model, and has it fill and write the samples. */
  private void look(Subject subject, Magnet model, String print) {
    measure(subject.candidate(model), subject.seed(), print);
    show(subject, model, print);
  }

  private void measure(Candidate candidate, Optional<Long> seed, String print) {
    for (EvaluationPlan plan : evaluations) {
      add(plan, candidate.name(), seed, measuring.scores(plan, candidate, seed, print));
    }
  }

  private void add(EvaluationPlan plan, String candidate, Optional<Long> seed, List<Score> scores) {
    for (Score score : scores) {
      Score own = seed.map(score::ofSeed).orElse(score);
      result.figures().add(new Scoreboard.Entry(plan.name(), candidate, own));
    }
  }

  private void keep(History history, String name, long seed, Optional<String> machine) {
    AtomicFile.write(folder.history(name, seed), history.table().write().toString("csv"));
    result.trainings().add(new RunResult.Trained(name, seed, history, machine));
  }

  private void show(Subject subject, Magnet model, String print) {
    if (samples.isEmpty() || result.samples().containsKey(subject.name())) {
      return;
    }
    ModelAttention attention = subject.attention();
    SampleTexts texts =
        SampleTexts.of(
            samples,
            model,
            attention.encoding(subject.instruction()),
            attention == ModelAttention.HYBRID,
            samples(subject, print));
    result.samples().put(subject.name(), texts);
  }

  /** Where the sample texts of a candidate are kept. */
  private Path samples(Subject subject, String print) {
    String key = Digest.ofTexts(print, samples.toString());
    String name = folder.slug(subject.name(), subject.seed()) + "-" + key + ".json";
    return folder.results("samples").resolve(name);
  }

  private void tell(String line) {
    out.println(line);
    out.flush();
  }
}
