package magnet.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import magnet.data.Documents;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.train.LocalSteps;
import magnet.train.Trainable;
import magnet.train.Training;
import magnet.train.TrainingCheckpoints;
import magnet.train.TrainingLoop;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;

/**
 * The steps of a run that several workers make round by round. Between two rounds all that there is
 * lies here: the parameters, the outer optimiser's velocity and every worker's moments; so a lost
 * worker takes nothing with it, and a checkpoint holds all that a successor needs.
 */
final class Rounds implements TrainingLoop.Steps {

  private static final String PARAMETER = "parameter.";
  private static final String VELOCITY = "velocity.";

  private final Cluster cluster;
  private final Training training;
  private final Trainable trainable;
  private final Workplace.Workers workers;
  private final Map<String, float[]> parameters;
  private final Map<String, float[]> velocity = new LinkedHashMap<>();
  private final List<Map<String, float[]>> moments = new ArrayList<>();

  Rounds(Cluster cluster, Training training, Trainable trainable, Workplace.Workers workers) {
    this.cluster = cluster;
    this.training = training;
    this.trainable = trainable;
    this.workers = workers;
    parameters = trainable.numbers();
    cluster
        .outer()
        .remembered(parameters.keySet())
        .forEach(name -> velocity.put(name, new float[parameters.get(name).length]));
    moments.addAll(Collections.nCopies(cluster.workers(), Map.of()));
  }

  @Override
  public List<TrainingRow> after(int done) {
    int last =
        Math.min(training.settings().steps(), cluster.before(done + 1) + cluster.localSteps());
    Round round = new Round(done + 1, last, parameters);
    List<Round.Part> parts = new ArrayList<>();
    for (int worker = 0; worker < cluster.workers(); worker++) {
      parts.add(new Round.Part(worker, texts(worker, round), moments.get(worker)));
    }
    long begin = System.nanoTime();
    Workplace.RoundResult met = workers.run(round, parts);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (met.sum().workers() != cluster.workers() || met.each().size() != cluster.workers()) {
      throw new IllegalStateException(
          "Steps %s to %s came back from %s workers, expected %s; resume from the last checkpoint."
              .formatted(round.first(), last, met.each().size(), cluster.workers()));
    }
    met.each().forEach(each -> moments.set(each.worker(), each.result().state().moments()));
    cluster.outer().step(parameters, met.sum().mean(), velocity);
    trainable.assign(parameters);
    return means(met.each().stream().map(Workplace.WorkerUpdate::result).toList(), seconds);
  }

  /**
   * The history of a round that took so many seconds: a step's row is the mean over the workers,
   * who all made the same steps, its speed that of all.
   */
  private static List<TrainingRow> means(List<LocalSteps.Result> workers, double seconds) {
    double busy = mean(workers, LocalSteps.Result::seconds);
    List<TrainingRow> rows = new ArrayList<>();
    for (int step = 0; step < workers.get(0).rows().size(); step++) {
      int at = step;
      List<TrainingRow> same = workers.stream().map(each -> each.rows().get(at)).toList();
      rows.add(
          new TrainingRow(
              same.get(0).step(),
              losses(same),
              same.get(0).learningRate(),
              mean(same, TrainingRow::gradientNorm),
              same.stream().mapToLong(TrainingRow::tokens).sum(),
              // All at once, or in turns: as fast as the round went.
              mean(same, TrainingRow::tokensPerSecond) * same.size() * Math.min(1, busy / seconds),
              Map.of()));
    }
    return rows;
  }

  /** Over those workers that had something to learn from. */
  private static Map<String, Double> losses(List<TrainingRow> same) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (TrainingRow row : same) {
      row.losses()
          .forEach((name, loss) -> all.computeIfAbsent(name, n -> new ArrayList<>()).add(loss));
    }
    Map<String, Double> means = new LinkedHashMap<>();
    all.forEach((name, losses) -> means.put(name, mean(losses, Double::doubleValue)));
    return means;
  }

  private static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
    double sum = 0;
    for (T each : of) {
      sum += value.applyAsDouble(each);
    }
    return sum / of.size();
  }

  private Round.Texts texts(int worker, Round round) {
    TrainingSettings own =
        training.settings().share(new TrainingSettings.Share(worker, cluster.workers()));
    Documents corpus = training.corpus();
    return new Round.Texts(
        corpus.name(), corpus.size(), LocalSteps.texts(corpus, own, round.first(), round.last()));
  }

  @Override
  public List<SafetensorsWriter.Entry> saved() {
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    write(parameters, PARAMETER, entries);
    write(velocity, VELOCITY, entries);
    for (int worker = 0; worker < moments.size(); worker++) {
      write(moments.get(worker), prefix(worker), entries);
    }
    return entries;
  }

  @Override
  public void restore(SafetensorsFile saved) {
    read(saved, PARAMETER, parameters);
    read(saved, VELOCITY, velocity);
    for (int worker = 0; worker < moments.size(); worker++) {
      String prefix = prefix(worker);
      Map<String, float[]> own = new LinkedHashMap<>();
      for (String name : saved.names()) {
        if (name.startsWith(prefix)) {
          long size = saved.info(name).shape()[0];
          own.put(name.substring(prefix.length()), new float[Math.toIntExact(size)]);
        }
      }
      read(saved, prefix, own);
      moments.set(worker, own);
    }
    trainable.assign(parameters);
  }

  private static void write(
      Map<String, float[]> numbers, String prefix, List<SafetensorsWriter.Entry> into) {
    numbers.forEach((name, own) -> into.add(TrainingCheckpoints.entry(prefix + name, own)));
  }

  private static void read(SafetensorsFile saved, String prefix, Map<String, float[]> into) {
    into.forEach(
        (name, own) -> TrainingCheckpoints.numbers(saved, prefix + name, own.length).get(own));
  }

  private static String prefix(int worker) {
    return "worker" + worker + ".";
  }

  @Override
  public void close() {
    workers.close();
  }
}
