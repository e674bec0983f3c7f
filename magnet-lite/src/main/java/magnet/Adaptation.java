package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.train.StepScale;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;

/**
 * MAGNET's adaptation of a model, built step by step: {@code
 * Magnet.adapt(base).on(corpus).steps(300) .train()}. The base model is frozen; what is learnt is a
 * LoRA adapter.
 *
 * <p>A value: every call gives a changed copy, and nothing runs until {@link #train} or something
 * that needs the trained model ({@code embed}, {@code infill}, {@code generate}). That model is
 * made once and kept by this value.
 *
 * <p>Defaults: the three objectives with weights 1, 0.2 and 3 (ours, see {@link Objective}), {@link
 * Lora#standard()}; for the rest see the calls. The text is named by {@link #on}; only {@code
 * "pocket"} has one by default, {@link Corpus#pocket()}.
 */
public final class Adaptation extends TrainingBuilder<Adaptation> implements ModelOperations {

  /** Models below this many weights are small and need a larger step size. */
  static final long SMALL = 100_000_000;

  /** Watches the model while it learns. */
  private record Watch(int every, Consumer<Magnet> watcher) {}

  private final Magnet base;
  private final Corpus corpus;
  private final List<Objective> objectives;
  private final Lora lora;
  private final Watch watch;
  private Magnet trained;

  private Adaptation(
      Magnet base,
      Corpus corpus,
      List<Objective> objectives,
      Lora lora,
      Watch watch,
      TrainingSettings settings) {
    super(settings);
    this.base = base;
    this.corpus = corpus;
    this.objectives = objectives;
    this.lora = lora;
    this.watch = watch;
  }

  static Adaptation of(Magnet base) {
    if (base.adapter().isPresent()) {
      throw new IllegalArgumentException(
          "The base model has an adapter ("
              + base.adapter().get()
              + "), and a second one cannot be laid on top; adapt base.merge() or"
              + " base.withoutAdapter().");
    }
    return new Adaptation(
        base,
        null,
        List.of(Objective.mntp(1), Objective.sscl(0.2), Objective.msg(3)),
        Lora.standard(),
        null,
        TrainingSettings.adaptation());
  }

  @Override
  Adaptation with(TrainingSettings changed) {
    return new Adaptation(base, corpus, objectives, lora, watch, changed);
  }

  /**
   * The text to learn from.
   *
   * @throws IllegalArgumentException if it is null
   */
  public Adaptation on(Corpus texts) {
    return new Adaptation(base, Corpus.given(texts, "on"), objectives, lora, watch, settings());
  }

  /**
   * What to learn; objectives that are not named are left out.
   *
   * @param wanted at least one, each name once; the paper's three or your own
   * @throws IllegalArgumentException if there is none, or one is given twice
   */
  public Adaptation objectives(Objective... wanted) {
    List<Objective> all = Arrays.stream(wanted).filter(Objects::nonNull).toList();
    List<String> names = all.stream().map(Objective::name).toList();
    if (all.isEmpty()
        || all.size() < wanted.length
        || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "The objectives "
              + names
              + " are not some, each once; give at least one, such as Objective.msg(3), with a"
              + " schedule if its weight changes.");
    }
    return new Adaptation(base, corpus, all, lora, watch, settings());
  }

  /**
   * The size and place of the adapter.
   *
   * @throws IllegalArgumentException if it is null
   */
  public Adaptation lora(Lora size) {
    if (size == null) {
      throw new IllegalArgumentException(
          "lora(null) has no size; give one, such as Lora.rank(16), or leave the call out.");
    }
    return new Adaptation(base, corpus, objectives, size, watch, settings());
  }

  /**
   * Watches the model while it learns: every {@code steps} steps and after the last one it is
   * handed to a watcher, which may embed, infill, generate and measure with it, but not keep it.
   * Steps of an earlier run that {@link #resume} or {@link #cached()} continues are not seen again.
   *
   * @param steps between looks, at least 1
   * @param watcher gets the model as it then is, whose history holds the step; it is closed
   *     afterwards. Whatever the watcher throws ends the training
   */
  public Adaptation watch(int steps, Consumer<Magnet> watcher) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "The model cannot be looked at every " + steps + " steps; give at least 1.");
    }
    Watch looking = new Watch(StepScale.steps(steps), watcher);
    return new Adaptation(base, corpus, objectives, lora, looking, settings());
  }

  /**
   * Trains, or returns the model that this very value trained before. If the thread is interrupted,
   * the current step is finished and the model is returned as it then is; its history is not
   * complete.
   *
   * @return the adapted model; it shares the base's weights
   * @throws IllegalArgumentException if the settings cannot work together, or no text was named
   * @throws IllegalStateException if a loss or a gradient is no longer a finite number
   */
  public synchronized Magnet train() {
    if (trained == null) {
      trained = adapted();
    }
    return trained;
  }

  @Override
  public Magnet model() {
    return train();
  }

  private Magnet adapted() {
    Decoder decoder = base.decoder();
    LoraFactors factors = LoraFactors.fresh(lora.config(), decoder, settings().seed());
    try (LanguageModel model = LanguageModel.of(decoder, factors)) {
      History history = run(model).run(rows -> show(factors, rows));
      return base.with(factors, history);
    } catch (RuntimeException | Error e) {
      factors.close();
      throw e;
    }
  }

  private TrainingRun run(LanguageModel model) {
    double usual = base.architecture().parameters() < SMALL ? 1e-3 : 3e-4;
    TrainingSettings settings =
        settings().usualLearningRate(usual).dropout(lora.config().dropout());
    return new TrainingRun("adapting", model, base.frame(), texts(), objectives, settings);
  }

  private Corpus texts() {
    if (corpus != null) {
      return corpus;
    }
    if (!base.isPocket()) {
      throw new IllegalArgumentException(
          "There is no text to adapt "
              + base
              + " to; name one by on(Corpus.lines(file)), or Corpus.pocket() for the stories of"
              + " pocket.");
    }
    return Corpus.pocket();
  }

  /**
   * What this training would read of one text of its corpus: masks, spans and the two contrasted
   * texts. Nothing is trained.
   *
   * @param text index of the text
   * @throws IllegalArgumentException if there is no such text
   */
  public TrainingViews views(int text) {
    Corpus texts = texts();
    if (text < 0 || text >= texts.size()) {
      throw new IllegalArgumentException(
          "There is no text " + text + ", expected 0 to " + (texts.size() - 1) + ".");
    }
    return TrainingViews.of(
        base, run(base.language()).views(), texts.documents().get(text), text, objectives);
  }

  /** Hands the model to the watcher when it is due. */
  private void show(LoraFactors factors, List<TrainingRow> rows) {
    int step = rows.get(rows.size() - 1).step();
    int steps = settings().steps();
    boolean due = watch != null && step > 0 && (step % watch.every() == 0 || step == steps);
    if (due) {
      try (Magnet now = base.lent(factors, new History(rows, steps))) {
        watch.watcher().accept(now);
      }
    }
  }

  @Override
  public String toString() {
    return "adaptation of "
        + base
        + (trained == null ? ", not trained yet" : ", trained: " + trained.history());
  }
}
