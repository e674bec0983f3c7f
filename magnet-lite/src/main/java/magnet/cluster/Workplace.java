package magnet.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import magnet.train.LocalSteps;
import magnet.train.TrainingRow;

/** Where the workers of a cluster are: this process, or machines that an engine lends. */
public interface Workplace {

  /**
   * Gathers the workers of a run.
   *
   * @param plan goes to all of them
   * @param here works as one of them in this process, for a workplace that is here
   */
  Workers open(RunPlan plan, LocalWorker here);

  /** A worker in this process. */
  @FunctionalInterface
  interface LocalWorker {

    /** Makes the steps of a round. */
    LocalSteps.Result work(Round round, Round.Part part);
  }

  /** The workers of a run. */
  interface Workers extends AutoCloseable {

    /** Has every worker make its steps of a round, of which it has its part, by worker. */
    RoundResult run(Round round, List<Round.Part> parts);

    @Override
    void close();
  }

  /**
   * What came out of a round.
   *
   * @param sum of the workers' parameters
   * @param each what else each worker brings, by worker
   */
  record RoundResult(ParameterSum sum, List<WorkerUpdate> each) {}

  /**
   * What a worker brings beside its parameters.
   *
   * @param worker from 0
   * @param moments its optimiser's means, variances and counts
   * @param rows one for each step
   * @param seconds how long its steps took
   */
  record WorkerUpdate(
      int worker, Map<String, float[]> moments, List<TrainingRow> rows, double seconds)
      implements Serializable {

    /** Leaves the parameters out. */
    public static WorkerUpdate of(int worker, LocalSteps.Result result) {
      return new WorkerUpdate(worker, result.state().moments(), result.rows(), result.seconds());
    }
  }
}
