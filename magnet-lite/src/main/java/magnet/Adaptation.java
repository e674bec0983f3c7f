package magnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.train.Contrastive;
import magnet.train.MaskedNextToken;
import magnet.train.ProjectionHead;
import magnet.train.SpanGeneration;
import magnet.train.TrainingObjective;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;
import magnet.train.View;
import magnet.train.ViewSettings;
import magnet.train.Views;
import magnet.train.WeightedObjective;

/**
 * MAGNET's adaptation of a model, said step by step: {@code
 * Magnet.adapt(base).on(corpus).steps(300) .train()}. The base model is frozen; what is learnt is a
 * LoRA adapter.
 *
 * <p>A value: every call gives a changed copy, and nothing runs until {@link #train} or something
 * that needs the trained model ({@code embed}, {@code infill}, {@code generate}). That model is
 * made once and kept by this value.
 *
 * <p>Defaults: {@link Corpus#pocket()} as the text, the three objectives with weights 1, 0.2 and 3
 * (ours, see {@link Objective}), {@link Lora#standard()}; for the rest see the calls.
 */
public final class Adaptation extends TrainingBuilder<Adaptation> implements Chain {

  /** Models below this many weights are small: they want a larger step size. */
  static final long SMALL = 100_000_000;

  private final Magnet base;
  private final Corpus corpus;
  private final List<Objective> objectives;
  private final Lora lora;
  private Magnet trained;

  private Adaptation(
      Magnet base, Corpus corpus, List<Objective> objectives, Lora lora, TrainingOptions options) {
    super(options);
    this.base = base;
    this.corpus = corpus;
    this.objectives = objectives;
    this.lora = lora;
  }

  static Adaptation of(Magnet base) {
    return new Adaptation(
        base,
        null,
        List.of(Objective.mntp(1), Objective.sscl(0.2), Objective.msg(3)),
        Lora.standard(),
        new TrainingOptions());
  }

  @Override
  Adaptation with(TrainingOptions changed) {
    return new Adaptation(base, corpus, objectives, lora, changed);
  }

  /** The text to learn from. */
  public Adaptation on(Corpus texts) {
    return new Adaptation(base, texts, objectives, lora, options());
  }

  /**
   * What to learn; the others are left out.
   *
   * @param wanted at least one, each kind once
   * @throws IllegalArgumentException if there is none, or one is given twice
   */
  public Adaptation objectives(Objective... wanted) {
    long kinds = Arrays.stream(wanted).map(Objective::name).distinct().count();
    if (wanted.length == 0 || kinds < wanted.length) {
      throw new IllegalArgumentException(
          "The objectives "
              + Arrays.stream(wanted).map(Objective::name).toList()
              + " are not some of mntp, sscl and msg, each once; give at least one, with a"
              + " schedule if its weight changes.");
    }
    return new Adaptation(base, corpus, List.of(wanted), lora, options());
  }

  /** The size and place of the adapter. */
  public Adaptation lora(Lora size) {
    return new Adaptation(base, corpus, objectives, size, options());
  }

  /**
   * Looks at the model while it learns: after every so many steps and after the last it is handed
   * to a watcher, which may embed, infill, write and measure with it, but not keep it. Steps of an
   * earlier run that {@link #resume} or {@link #cached()} takes up are not seen again.
   *
   * @param steps between looks, at least 1
   * @param watcher gets the model as it then is, whose history tells the step; it is closed
   *     afterwards. What it throws ends the training
   */
  public Adaptation watch(int steps, Consumer<Magnet> watcher) {
    TrainingOptions.atLeast(1, "The number of steps between looks at the model", steps);
    return with(
        options()
            .with(
                draft -> {
                  draft.watchEvery = Rehearsal.steps(steps);
                  draft.watcher = watcher;
                }));
  }

  /**
   * Trains, or gives the model that was trained before by this very value. Where the thread is
   * interrupted the step at hand is finished and the model as it then is comes back; its history is
   * not complete.
   *
   * @return the adapted model; it shares the base's weights
   * @throws IllegalArgumentException if the settings cannot work together, or the base has an
   *     adapter
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
    if (base.adapter().isPresent()) {
      throw new IllegalArgumentException(
          "The base model has an adapter ("
              + base.adapter().get()
              + "), and a second one cannot be laid on top; adapt base.merge() or"
              + " base.withoutAdapter().");
    }
    Decoder decoder = base.decoder();
    LoraFactors factors = LoraFactors.fresh(lora.config(), decoder, options().seed);
    List<AutoCloseable> made = new ArrayList<>();
    try (LanguageModel model = LanguageModel.of(decoder, factors)) {
      TrainingRun run = new TrainingRun("adapting", options());
      List<WeightedObjective> wanted = new ArrayList<>();
      for (Objective each : objectives) {
        wanted.add(new WeightedObjective(objective(each, decoder, made), each.weight()));
      }
      double usual = decoder.architecture().parameters() < SMALL ? 1e-3 : 3e-4;
      TrainingSettings settings = options().settings(usual, lora.config().dropout());
      Corpus texts = corpus == null ? Corpus.pocket() : corpus;
      History history =
          run.run(
              model,
              base.frame(),
              texts,
              views(texts, run, model),
              wanted,
              settings,
              rows -> show(factors, rows));
      return base.with(factors, history);
    } catch (RuntimeException | Error e) {
      factors.close();
      throw e;
    } finally {
      close(made);
    }
  }

  /**
   * What this training would read of one text of its corpus: masks, spans and the two texts that
   * are contrasted. Nothing is trained.
   *
   * @param text index of the text
   * @throws IllegalArgumentException if there is no such text
   */
  public TrainingViews views(int text) {
    Corpus texts = corpus == null ? Corpus.pocket() : corpus;
    if (text < 0 || text >= texts.size()) {
      throw new IllegalArgumentException(
          "There is no text " + text + ", expected 0 to " + (texts.size() - 1) + ".");
    }
    ViewSettings settings = views(texts, new TrainingRun("", options()), base.language());
    Views views =
        new Views(base.frame(), base.architecture().vocabularySize(), settings, options().seed);
    Set<View> wanted = EnumSet.noneOf(View.class);
    objectives.forEach(each -> wanted.add(view(each)));
    return TrainingViews.of(base, views, texts.documents().get(text), text, wanted);
  }

  private static View view(Objective of) {
    if (of instanceof Sscl) {
      return View.PAIRS;
    }
    return of instanceof Msg ? View.SPANS : View.MASKS;
  }

  /** Hands the model to the watcher, if it is time for it. */
  private void show(LoraFactors factors, List<TrainingRow> rows) {
    int step = rows.get(rows.size() - 1).step();
    boolean due =
        options().watcher != null
            && step > 0
            && (step % options().watchEvery == 0 || step == options().steps);
    if (due) {
      try (Magnet now = base.lent(factors, new History(rows, options().steps))) {
        options().watcher.accept(now);
      }
    }
  }

  private static void close(List<AutoCloseable> made) {
    for (AutoCloseable each : made) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("A training's memory was not given back: " + e, e);
      }
    }
  }

  private TrainingObjective objective(Objective of, Decoder decoder, List<AutoCloseable> made) {
    if (of instanceof Sscl sscl) {
      ProjectionHead head = null;
      if (sscl.projection() > 0) {
        head = ProjectionHead.fresh(decoder, sscl.projection(), options().seed);
        made.add(head);
      }
      return new Contrastive(sscl.temperature(), head);
    }
    if (of instanceof Msg msg) {
      return new SpanGeneration(
          msg.perToken() ? SpanGeneration.Averaging.PER_TOKEN : SpanGeneration.Averaging.PER_TEXT);
    }
    return new MaskedNextToken();
  }

  private ViewSettings views(Corpus texts, TrainingRun run, LanguageModel model) {
    Mntp mntp = Objective.mntp(1);
    Sscl sscl = Objective.sscl(1);
    Msg msg = Objective.msg(1);
    boolean masks = false;
    for (Objective each : objectives) {
      if (each instanceof Mntp given) {
        mntp = given;
        masks = true;
      } else if (each instanceof Sscl given) {
        sscl = given;
      } else if (each instanceof Msg given) {
        msg = given;
      }
    }
    return new ViewSettings(
        run.maxTokens(model),
        mntp.maskShare(),
        masks ? maskToken(mntp.maskToken()) : 0,
        texts.spanSource(),
        msg.wholeTexts(),
        texts.positiveSource(),
        sscl.instruction());
  }

  private int maskToken(String text) {
    if (text.isEmpty()) {
      return base.frame().maskToken();
    }
    int[] ids = base.frame().tokenizer().encode(text).ids();
    if (ids.length != 1) {
      throw new IllegalArgumentException(
          "The mask token \""
              + text
              + "\" is "
              + ids.length
              + " tokens of this tokenizer, expected one; name another.");
    }
    return ids[0];
  }

  @Override
  public String toString() {
    return "adaptation of "
        + base
        + (trained == null ? ", not trained yet" : ", trained: " + trained.history());
  }
}
