package magnet.spark;

import java.io.Serializable;
import java.util.List;
import magnet.Adaptation;
import magnet.Loading;
import magnet.Magnet;
import magnet.cluster.Round;
import magnet.cluster.RunPlan;
import magnet.cluster.Workplace;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What an executor does for one worker in a round. (A barrier has no face for Java.) */
final class WorkerTask
    extends AbstractFunction1<Iterator<Integer>, Iterator<Tuple2<Integer, byte[]>>>
    implements Serializable {

  private static final long serialVersionUID = 1;

  private final Broadcast<byte[]> plan;
  private final Broadcast<byte[]> round;
  private final List<Broadcast<byte[]>> parts;

  WorkerTask(Broadcast<byte[]> plan, Broadcast<byte[]> round, List<Broadcast<byte[]>> parts) {
    this.plan = plan;
    this.round = round;
    this.parts = parts;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> apply(Iterator<Integer> workers) {
    return workers.map(worker -> new Tuple2<>(worker, work(worker)));
  }

  private byte[] work(int worker) {
    RunPlan run = SentValue.read(plan.value(), RunPlan.class);
    Loading loading = new Loading(run.base().precision(), run.base().weights(), "auto");
    Magnet base =
        ProcessModels.ofThisTask(
            new ProcessModels.Description(run.base().name(), loading, SentAdapter.NONE));
    Round.Part part = SentValue.read(parts.get(worker).value(), Round.Part.class);
    Round begin = SentValue.read(round.value(), Round.class);
    return SentValue.bytes(
        new Workplace.WorkerUpdate(worker, Adaptation.work(base, run, begin, part)));
  }
}
