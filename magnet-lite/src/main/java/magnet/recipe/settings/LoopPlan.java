package magnet.recipe.settings;

import java.util.Map;
import java.util.Optional;
import magnet.TrainingBuilder;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.train.LearningRate.Decay;

/**
 * The training settings that adaptation and pretraining share. What is empty is left to the
 * defaults of {@link TrainingBuilder}.
 *
 * @param steps updates
 * @param batch texts that go through the model at once
 * @param accumulate batches an update
 * @param maxTokens the longest view in tokens
 * @param learningRate the peak step size
 * @param warmUp steps in which the rate rises
 * @param decay how the rate falls afterwards
 * @param weightDecay the share that matrices lose at each step, times the rate
 * @param clip gradients longer than this are shortened to it; 0 for no limit
 * @param recompute whether layers are computed once more to save memory
 * @param measureEvery steps between measurements of the losses on held-out text
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

  /** Reads the names of the recipe that belong to a training, and its section "optimiser". */
  static LoopPlan read(KeyedReader recipe) {
    Optional<KeyedReader> optimiser = recipe.section("optimiser");
    LoopPlan plan =
        new LoopPlan(
            recipe.whole("steps", 1),
            recipe.whole("batch", 1),
            recipe.whole("accumulate", 1),
            recipe.whole("max-tokens", 8),
            optimiser.flatMap(each -> each.number("learning-rate", Range.above(0))),
            optimiser.flatMap(each -> each.whole("warm-up", 0)),
            optimiser.flatMap(
                each ->
                    each.choice(
                        "decay",
                        Map.of(
                            "cosine", Decay.COSINE,
                            "linear", Decay.LINEAR,
                            "constant", Decay.CONSTANT))),
            optimiser.flatMap(each -> each.number("weight-decay", new Range(0, 1, true, false))),
            optimiser.flatMap(each -> each.number("clip", Range.atLeast(0))),
            recipe.flag("recompute"),
            recipe.whole("measure-every", 1));
    optimiser.ifPresent(KeyedReader::end);
    return plan;
  }

  /** A builder with these numbers. */
  <T extends TrainingBuilder<T>> T applied(T builder) {
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
    with = measureEvery.isPresent() ? with.evaluateEvery(measureEvery.get()) : with;
    return switch (decay.orElse(Decay.COSINE)) {
      case COSINE -> with.cosineDecay();
      case LINEAR -> with.linearDecay();
      case CONSTANT -> with.constantRate();
    };
  }
}
