package magnet.train;

import ai.djl.training.tracker.CosineTracker;
import ai.djl.training.tracker.LinearTracker;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;

/**
 * The step size over the steps: a linear warm-up to its peak, then a decay. DJL's trackers do the
 * arithmetic, in float32; here they are combined so that no step is wasted on a rate of 0: the
 * first step has peak / warm-up steps, the last one is still above the end.
 *
 * @param peak the largest step size, above 0
 * @param warmUp how many steps the rate rises; 0 for none
 */
public record LearningRate(double peak, int warmUp, Decay decay) {

  /** What follows the warm-up. */
  public enum Decay {
    /** Half a cosine from the peak towards 0. */
    COSINE,
    /** A straight line from the peak towards 0. */
    LINEAR,
    /** The peak to the end. */
    CONSTANT
  }

  /** Refuses a peak that is not above 0, and a negative warm-up. */
  public LearningRate {
    requirePeak(peak);
    if (warmUp < 0) {
      throw new IllegalArgumentException(
          "A warm-up of " + warmUp + " steps is not possible; give 0 for none, or more.");
    }
  }

  /** Refuses a peak that no training can use. */
  static void requirePeak(double peak) {
    if (!(peak > 0) || peak > 1) {
      throw new IllegalArgumentException(
          "A learning rate of "
              + peak
              + " is not above 0 and at most 1; 1e-3 is usual for small models, 3e-4 for large.");
    }
  }

  /**
   * The rates of a run, as one of DJL's trackers.
   *
   * @param steps how many steps the run has, at least 1
   * @return asked with the step, counted from 1
   * @throws IllegalArgumentException if the warm-up takes all of the run
   */
  public Tracker tracker(int steps) {
    if (warmUp >= steps && warmUp > 0) {
      throw new IllegalArgumentException(
          "A warm-up of %s steps leaves nothing of a run of %s; make it shorter."
              .formatted(warmUp, steps));
    }
    // The peak is step warmUp, or step 1 without a warm-up; 0 would be reached one step after the
    // end.
    int decaying = steps - Math.max(1, warmUp) + 1;
    float top = (float) peak;
    Tracker main =
        switch (decay) {
          case COSINE ->
              CosineTracker.builder()
                  .setBaseValue(top)
                  .optFinalValue(0) // DJL's default is 0.01, above most peaks
                  .setMaxUpdates(decaying)
                  .build();
          case LINEAR ->
              LinearTracker.builder()
                  .setBaseValue(top)
                  .optSlope(-top / decaying)
                  .optMaxUpdates(decaying)
                  .build();
          case CONSTANT -> Tracker.fixed(top);
        };
    return warmUp == 0
        ? step -> main.getNewValue(step - 1)
        : WarmUpTracker.builder()
            .optWarmUpSteps(warmUp)
            .optWarmUpBeginValue(0)
            .setMainTracker(main)
            .build();
  }
}
