package magnet.cluster;

import java.io.Serializable;
import java.util.List;
import magnet.train.LocalSteps;

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
  @FunctionalInterface
  interface Workers extends AutoCloseable {

    /** Has every worker make its steps of a round, of which it has its part, by worker. */
    RoundResult run(Round round, List<Round.Part> parts);

    /** Lets the workers go, where something is held between rounds. */
    @Override
    default void close() {}
  }

  /**
   * What came out of a round.
   *
   * @param sum of the workers' parameters
   * @param each what each worker brings beside its parameters
   */
  record RoundResult(ParameterSum sum, List<WorkerUpdate> each) {}

  /**
   * What a worker brings.
   *
   * @param worker from 0
   */
  record WorkerUpdate(int worker, LocalSteps.Result result) implements Serializable {}
}
