package magnet.cluster;

import java.util.ArrayList;
import java.util.List;
import magnet.train.LocalSteps;

/** Workers that take turns in this process, for a look at what several would do. */
final class SameProcess implements Workplace {

  @Override
  public Workers open(RunPlan plan, LocalWorker here) {
    return new Workers() {
      @Override
      public RoundResult run(Round round, List<Round.Part> parts) {
        ParameterSum sum = new ParameterSum();
        List<WorkerUpdate> each = new ArrayList<>();
        for (Round.Part part : parts) {
          LocalSteps.Result result = here.work(round, part);
          sum.add(result.state().parameters());
          each.add(WorkerUpdate.of(part.worker(), result));
        }
        return new RoundResult(sum, each);
      }

      @Override
      public void close() {
        // Nothing is held between rounds.
      }
    };
  }
}
