package magnet.cluster;

import java.util.ArrayList;
import java.util.List;
import magnet.io.NotNull;
import magnet.train.LocalSteps;
import magnet.train.StepScale;
import magnet.train.TrainingLoop;

/**
 * Several workers that adapt one model together (DiLoCo: Douillard et al. 2023), for {@code
 * adaptation.across(...)}:
 *
 * <pre>{@code
 * Cluster.here().workers(4).localSteps(50).outer(Outer.nesterov(0.7, 0.9))
 * }</pre>
 *
 * <p>In a round every worker makes some steps alone, on its own share of the texts and with its own
 * AdamW; then all meet, and the {@link Outer} optimiser makes of the mean of their parameters what
 * the next round begins with. A run of n steps has n steps of each worker and reads as many texts
 * as one worker would with a batch as many times as large. One worker with {@link
 * Outer#averaging()} trains as if alone, on a CPU to the bit.
 *
 * <p>A value: every call returns a changed copy. Defaults: 50 local steps (ours; the paper has 500
 * in pretraining) and the paper's outer optimiser.
 *
 * @param place where the workers are
 * @param workers how many there are
 * @param localSteps how many steps a worker makes alone between two meetings
 * @param outer what is made of the workers' mean
 */
public record Cluster(Workplace place, int workers, int localSteps, Outer outer) {

  private static final int LOCAL_STEPS = 50;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Cluster {
    NotNull.of(place, "place");
    NotNull.of(outer, "optimiser");
    require(workers, "workers");
    require(localSteps, "local steps");
  }

  /**
   * Workers that take turns in this process, one by default: to try out what several would learn,
   * not to save time.
   */
  public static Cluster here() {
    return at(Cluster::inTurns, 1);
  }

  /**
   * Workers at a place of your own; {@code magnet.spark} has one.
   *
   * @param place where they are
   * @param workers how many there are unless {@link #workers} says otherwise, at least 1
   */
  public static Cluster at(Workplace place, int workers) {
    return new Cluster(place, workers, StepScale.steps(LOCAL_STEPS), Outer.nesterov(0.7, 0.9));
  }

  /**
   * How many workers there are.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Cluster workers(int count) {
    return new Cluster(place, count, localSteps, outer);
  }

  /**
   * How many steps a worker makes alone between two meetings.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Cluster localSteps(int count) {
    require(count, "local steps");
    return new Cluster(place, workers, StepScale.steps(count), outer);
  }

  /** What is made of the workers' mean. */
  public Cluster outer(Outer optimiser) {
    return new Cluster(place, workers, localSteps, optimiser);
  }

  private static void require(int count, String what) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A cluster of " + count + " " + what + " cannot train; give at least 1.");
    }
  }

  /** The last step before the round that has a step, counted from 1. */
  public int before(int step) {
    return (step - 1) / localSteps * localSteps;
  }

  /**
   * Has the workers make the steps of a run.
   *
   * @param here works as one of them in this process
   */
  public TrainingLoop.Outcome run(TrainingLoop loop, RunPlan plan, Workplace.LocalWorker here) {
    return loop.run(
        toString(),
        pass -> new Rounds(this, loop.training(), pass.trainable(), place.open(plan, here)));
  }

  /** The workers take turns. */
  private static Workplace.Workers inTurns(RunPlan plan, Workplace.LocalWorker here) {
    return (round, parts) -> {
      ParameterSum sum = new ParameterSum();
      List<Workplace.WorkerUpdate> each = new ArrayList<>();
      for (Round.Part part : parts) {
        LocalSteps.Result result = here.work(round, part);
        sum.add(result.state().parameters());
        each.add(new Workplace.WorkerUpdate(part.worker(), result.withoutParameters()));
      }
      return new Workplace.RoundResult(sum, each);
    };
  }

  @Override
  public String toString() {
    return workers + " workers that meet every " + localSteps + " steps, " + outer;
  }
}
