package magnet.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import magnet.train.TrainingRow;

/** The history of a round: a step's row is the mean over the workers, its speed that of all. */
final class MeanRows {

  private MeanRows() {}

  /** The rows of a round that took so many seconds; all workers made the same steps. */
  static List<TrainingRow> of(List<Workplace.WorkerUpdate> workers, double seconds) {
    double busy = mean(workers, Workplace.WorkerUpdate::seconds);
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
}
