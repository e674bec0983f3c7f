package magnet.recipe.settings;

import java.util.Map;
import java.util.Optional;
import magnet.TrainingBuilder;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.train.LearningRate.Decay;

/**
 * The training settings that adaptation and pretraining share, as {@link TrainingBuilder} explains
 * them. What is empty is left to its defaults.
 */
public record LoopPlan(
    Optional<Integer> steps,
    Optional<Integer> batch,
    Optional<Integer> accumulate,
    Optional<Integer> maxTokens,
    Optional<Double> learningRate,
    Optional<Integer> warmUp,
    Optional<Decay> decay,
    Optional<Double> weightDecay,
    Optional<Double> clip,
    Optional<Boolean> recompute,
    Optional<Integer> measureEvery) {

  private static final Map<String, Decay> DECAYS =
      Map.of("cosine", Decay.COSINE, "linear", Decay.LINEAR, "constant", Decay.CONSTANT);

  /** Reads the names of the recipe that belong to a training, and its section "optimiser". */
  static LoopPlan read(KeyedReader recipe) {
    KeyedReader optimiser = recipe.sectionOrEmpty("optimiser");
    LoopPlan plan =
        new LoopPlan(
            recipe.whole("steps", 1),
            recipe.whole("batch", 1),
            recipe.whole("accumulate", 1),
            recipe.whole("max-tokens", 8),
            optimiser.number("learning-rate", Range.above(0)),
            optimiser.whole("warm-up", 0),
            optimiser.choice("decay", DECAYS),
            optimiser.number("weight-decay", new Range(0, 1, true, false)),
            optimiser.number("clip", Range.atLeast(0)),
            recipe.flag("recompute"),
            recipe.whole("measure-every", 1));
    optimiser.end();
    return plan;
  }

  /** A builder with these numbers; a part of the corpus may be held out for the losses. */
  <T extends TrainingBuilder<T>> T applied(T builder, TextPlan corpus) {
    T with = builder;
    with = steps.isPresent() ? with.steps(steps.get()) : with;
    with = batch.isPresent() ? with.batch(batch.get()) : with;
    with = accumulate.isPresent() ? with.accumulate(accumulate.get()) : with;
    with = maxTokens.isPresent() ? with.maxTokens(maxTokens.get()) : with;
    with = learningRate.isPresent() ? with.learningRate(learningRate.get()) : with;
    with = warmUp.isPresent() ? with.warmUp(warmUp.get()) : with;
    with = weightDecay.isPresent() ? with.weightDecay(weightDecay.get()) : with;
    with = clip.isPresent() ? with.clipping(clip.get()) : with;
    with = recompute.isPresent() ? with.recompute(recompute.get()) : with;
    if (measureEvery.isPresent()) {
      with = with.evaluateEvery(measureEvery.get());
      Optional<TextPlan> heldOut = corpus.heldOut();
      with = heldOut.isPresent() ? with.heldOut(heldOut.get().open()) : with;
    }
    return switch (decay.orElse(Decay.COSINE)) {
      case COSINE -> with.cosineDecay();
      case LINEAR -> with.linearDecay();
      case CONSTANT -> with.constantRate();
    };
  }
}
