package magnet.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import magnet.Adaptation;
import magnet.Loading;
import magnet.Magnet;
import magnet.cluster.ParameterSum;
import magnet.cluster.Round;
import magnet.cluster.RunPlan;
import magnet.cluster.Workplace;
import magnet.train.LocalSteps;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * The workers of a run on Spark: in each round a barrier stage with a task for each. What goes to
 * them are broadcasts, of which a worker's own is fetched by that worker alone (what is inside a
 * task may not be larger than a message); their parameters are added up in a tree.
 *
 * <p>Where a task is lost, all of its round run again, on another executor if its own is gone:
 * their steps depend on what was sent alone, and all of that is still with the driver. (Spark
 * repeats a barrier stage only if a shuffle follows it, so one does, in which each worker's part
 * stays in one piece.)
 */
final class SparkWorkers implements Workplace.Workers {

  private static final int TREE_DEPTH = 2;

  private final JavaSparkContext spark;
  private final Broadcast<byte[]> plan;

  SparkWorkers(JavaSparkContext spark, RunPlan plan) {
    this.spark = spark;
    this.plan = spark.broadcast(SentValue.bytes(plan));
  }

  /**
   * Runs a round to its end, even if this thread is interrupted: Spark would leave the job to
   * itself then.
   */
  @Override
  public Workplace.RoundResult run(Round round, List<Round.Part> parts) {
    String title = "Steps " + round.first() + " to " + round.last();
    Supplier<Workplace.RoundResult> job =
        () -> {
          spark.sc().setJobDescription(title + " of " + parts.size() + " workers");
          return met(round, parts);
        };
    try {
      return CompletableFuture.supplyAsync(job, task -> new Thread(task, "magnet-round").start())
          .join();
    } catch (CompletionException e) {
      String why = String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
      throw new IllegalStateException(
          ("%s failed on the cluster: %s; where checkpoints are kept, the same training with"
                  + " resume() goes on at the last round.")
              .formatted(title, why),
          e.getCause());
    }
  }

  private Workplace.RoundResult met(Round round, List<Round.Part> parts) {
    List<Broadcast<byte[]>> sent = new ArrayList<>();
    try {
      sent.add(spark.broadcast(SentValue.bytes(round)));
      parts.forEach(part -> sent.add(spark.broadcast(SentValue.bytes(part))));
      List<Broadcast<byte[]>> own = List.copyOf(sent.subList(1, sent.size()));
      List<Integer> workers = IntStream.range(0, parts.size()).boxed().toList();
      ClassTag<Tuple2<Integer, byte[]>> pair = SentValue.pairs();
      RDD<Tuple2<Integer, byte[]>> barrier =
          spark
              .parallelize(workers, workers.size())
              .rdd()
              .barrier()
              .mapPartitions(task(plan, sent.get(0), own), false, pair);
      JavaRDD<byte[]> results =
          JavaPairRDD.fromJavaRDD(new JavaRDD<>(barrier, pair))
              .partitionBy(new HashPartitioner(workers.size()))
              .values()
              .persist(StorageLevel.MEMORY_AND_DISK());
      try {
        byte[] sum =
            results.treeAggregate(new byte[0], SparkWorkers::add, SparkWorkers::merge, TREE_DEPTH);
        List<Workplace.WorkerUpdate> each =
            results.map(SparkWorkers::withoutParameters).collect().stream()
                .map(bytes -> SentValue.read(bytes, Workplace.WorkerUpdate.class))
                .toList();
        return new Workplace.RoundResult(SentValue.read(sum, ParameterSum.class), each);
      } finally {
        results.unpersist(false);
      }
    } finally {
      sent.forEach(each -> each.destroy(false));
    }
  }

  /** What executors do in a round. (A barrier has no face for Java.) */
  private static Function1<Iterator<Integer>, Iterator<Tuple2<Integer, byte[]>>> task(
      Broadcast<byte[]> plan, Broadcast<byte[]> round, List<Broadcast<byte[]>> parts) {
    return (Function1<Iterator<Integer>, Iterator<Tuple2<Integer, byte[]>>> & Serializable)
        workers -> workers.map(worker -> new Tuple2<>(worker, work(worker, plan, round, parts)));
  }

  private static byte[] work(
      int worker, Broadcast<byte[]> plan, Broadcast<byte[]> round, List<Broadcast<byte[]>> parts) {
    RunPlan run = SentValue.read(plan.value(), RunPlan.class);
    RunPlan.Base of = run.base();
    Loading loading = new Loading(of.precision(), of.weights(), "auto", of.bos());
    Magnet base =
        ProcessModels.ofThisTask(
            new ProcessModels.Description(of.name(), loading, ProcessModels.SentAdapter.NONE));
    Round.Part part = SentValue.read(parts.get(worker).value(), Round.Part.class);
    Round begin = SentValue.read(round.value(), Round.class);
    return SentValue.bytes(
        new Workplace.WorkerUpdate(worker, Adaptation.work(base, run, begin, part)));
  }

  private static byte[] add(byte[] sum, byte[] done) {
    LocalSteps.Result result = SentValue.read(done, Workplace.WorkerUpdate.class).result();
    return SentValue.bytes(sum(sum).add(result.state().parameters()));
  }

  private static byte[] merge(byte[] one, byte[] other) {
    return SentValue.bytes(sum(one).add(sum(other)));
  }

  /** Nothing is the sum of no worker. */
  private static ParameterSum sum(byte[] bytes) {
    return bytes.length == 0 ? new ParameterSum() : SentValue.read(bytes, ParameterSum.class);
  }

  private static byte[] withoutParameters(byte[] done) {
    Workplace.WorkerUpdate all = SentValue.read(done, Workplace.WorkerUpdate.class);
    return SentValue.bytes(
        new Workplace.WorkerUpdate(all.worker(), all.result().withoutParameters()));
  }

  @Override
  public void close() {
    plan.destroy();
  }
}
