package magnet.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much an objective counts, step by step: a weight that holds until the next change. Two-stage
 * training is two such values, not a special case.
 *
 * @param stages in rising order of steps; before the first the weight is 0
 */
public record Schedule(List<Stage> stages) implements Serializable {

  /**
   * A weight from a step on.
   *
   * @param step counted from 1
   * @param weight at least 0; 0 switches the objective off
   */
  public record Stage(int step, double weight) implements Serializable {

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the step is below 1 or the weight negative or not finite
     */
    public Stage {
      if (step < 1) {
        throw new IllegalArgumentException(
            "Step " + step + " of a schedule does not exist; steps count from 1.");
      }
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "An objective's weight of " + weight + " is not a number of at least 0; correct it.");
      }
    }
  }

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if there is no change or the steps do not rise
   */
  public Schedule {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("A schedule without a weight says nothing; give one.");
    }
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i).step() <= stages.get(i - 1).step()) {
        throw new IllegalArgumentException(
            "Step %s of a schedule follows step %s; name the steps in rising order."
                .formatted(stages.get(i).step(), stages.get(i - 1).step()));
      }
    }
  }

  /** One weight from the first step to the last. */
  public static Schedule constant(double weight) {
    return new Schedule(List.of(new Stage(1, weight)));
  }

  /** These weights, but 0 before a step. Only for a schedule of one change. */
  public Schedule startingAt(int step) {
    if (stages.size() != 1) {
      throw new IllegalArgumentException(
          "A schedule that stages its weight later cannot be moved to start at step "
              + step
              + "; say where it starts first.");
    }
    return new Schedule(List.of(new Stage(step, stages.get(0).weight())));
  }

  /** A copy with another weight from a step on, which must be after the last change. */
  public Schedule then(int step, double weight) {
    List<Stage> more = new ArrayList<>(stages);
    more.add(new Stage(step, weight));
    return new Schedule(more);
  }

  /** The weight at a step, counted from 1. */
  public double at(int step) {
    double weight = 0;
    for (Stage change : stages) {
      if (change.step() <= step) {
        weight = change.weight();
      }
    }
    return weight;
  }

  @Override
  public String toString() {
    return stages.stream()
        .map(each -> each.weight() + (each.step() == 1 ? "" : " from step " + each.step()))
        .collect(Collectors.joining(", "));
  }
}
