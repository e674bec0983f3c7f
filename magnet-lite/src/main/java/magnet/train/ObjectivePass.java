package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import magnet.kernel.DecoderKernel;
import magnet.kernel.ObjectiveKernel;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;

/**
 * All views through the model in one packed batch and one pass, then the losses of all objectives.
 *
 * <p>Only outputs that a loss reads are computed after the last layer. The next-token losses of all
 * objectives share one run through the output projection, each row with its objective's weight.
 */
public final class ObjectivePass {

  private final LanguageModel model;
  private final ObjectiveKernel kernel;
  private final Recomputation recomputation;

  /**
   * What came out of a pass.
   *
   * @param total a scalar to call backward on, the sum of weight x loss (its value is not the
   *     loss's: see {@link ObjectiveKernel.Loss}); null where there was nothing to learn from
   * @param losses the loss of each objective that had something to learn from, without its weight
   * @param tokens how many tokens of views went through the model
   */
  public record Result(NDArray total, Map<String, Double> losses, int tokens) {}

  /** One output that is read: which sequence, which token. */
  private record Place(int sequence, int at) {}

  /** What an objective of weight above 0 asks. */
  private record Asked(TrainingObjective objective, double weight, Demand demand) {}

  /**
   * Prepares passes of one model that keep all they make until backward is done.
   *
   * @param model the model
   * @param kernel the losses; on the model's device
   */
  public ObjectivePass(LanguageModel model, ObjectiveKernel kernel) {
    this(model, kernel, Recomputation.NEVER);
  }

  /**
   * Prepares passes of one model.
   *
   * @param model the model
   * @param kernel the losses; on the model's device
   * @param recomputation which passes compute layers once more to save memory
   */
  public ObjectivePass(LanguageModel model, ObjectiveKernel kernel, Recomputation recomputation) {
    this.model = model;
    this.kernel = kernel;
    this.recomputation = recomputation;
  }

  /**
   * A pass with gradients.
   *
   * @param scope owns all that is made; must be open until backward is done
   * @param views the batch
   * @param weights what each objective counts; those of 0 are left out
   * @param dropout what LoRA's inputs lose
   */
  public Result train(
      NDManager scope,
      ViewBatch views,
      Map<TrainingObjective, Double> weights,
      DecoderKernel.Dropout dropout) {
    return run(scope, views, weights, dropout, true);
  }

  /** The losses alone, without dropout: for held-out text. */
  public Result evaluate(NDManager scope, ViewBatch views, Map<TrainingObjective, Double> weights) {
    return run(scope, views, weights, DecoderKernel.Dropout.NONE, false);
  }

  private Result run(
      NDManager scope,
      ViewBatch views,
      Map<TrainingObjective, Double> weights,
      DecoderKernel.Dropout dropout,
      boolean train) {
    List<Asked> asked = new ArrayList<>();
    weights.forEach(
        (objective, weight) -> {
          Demand demand = weight > 0 ? objective.demand(views) : null;
          if (demand != null && !demand.isEmpty()) {
            asked.add(new Asked(objective, weight, demand));
          }
        });
    if (asked.isEmpty()) {
      return new Result(null, Map.of(), 0);
    }
    TokenBatch batch = TokenBatch.packed(views.sequences(), model.architecture().slidingWindow());
    List<int[]> wanted = wanted(asked, batch.sequences().size());
    DecoderKernel.KeptPass kept =
        train && recomputation.suits(model, batch, dropout)
            ? model.keptPass(scope, batch, wanted, dropout)
            : null;
    NDArray hidden; // [M, H]
    if (kept != null) {
      hidden = kept.hidden();
    } else if (train) {
      hidden = model.trainingPass(scope, batch, wanted, dropout);
    } else {
      hidden = model.evaluationPass(scope, batch, wanted);
    }
    Map<Place, Integer> rows = rows(wanted);
    Map<String, Double> losses = new LinkedHashMap<>();
    asked.forEach(each -> losses.put(each.objective().name(), 0.0));
    NDArray total = predictions(scope, hidden, rows, asked, losses);
    for (Asked each : asked) {
      if (!each.demand().states().isEmpty()) {
        NDArray part = states(scope, hidden, rows, each, losses);
        total = total == null ? part : total.add(part);
      }
    }
    return new Result(kept == null ? total : kept.objective(scope, total), losses, views.tokens());
  }

  private static List<int[]> wanted(List<Asked> asked, int sequences) {
    List<TreeSet<Integer>> sets = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      sets.add(new TreeSet<>());
    }
    for (Asked each : asked) {
      each.demand().predictions().forEach(row -> sets.get(row.sequence()).add(row.at()));
      each.demand().states().forEach(row -> sets.get(row.sequence()).add(row.at()));
    }
    return sets.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Which row of the pass's result holds which output. */
  private static Map<Place, Integer> rows(List<int[]> wanted) {
    Map<Place, Integer> rows = new LinkedHashMap<>();
    for (int sequence = 0; sequence < wanted.size(); sequence++) {
      for (int at : wanted.get(sequence)) {
        rows.put(new Place(sequence, at), rows.size());
      }
    }
    return rows;
  }

  private NDArray predictions(
      NDManager scope,
      NDArray hidden,
      Map<Place, Integer> rows,
      List<Asked> asked,
      Map<String, Double> losses) {
    int all = asked.stream().mapToInt(each -> each.demand().predictions().size()).sum();
    if (all == 0) {
      return null;
    }
    long[] index = new long[all];
    long[] targets = new long[all];
    float[] weights = new float[all];
    int next = 0;
    for (Asked each : asked) {
      for (Demand.Prediction row : each.demand().predictions()) {
        index[next] = rows.get(new Place(row.sequence(), row.at()));
        targets[next] = row.token();
        weights[next++] = (float) (each.weight() * row.weight());
      }
    }
    ObjectiveKernel.Loss loss =
        kernel.nextToken(
            scope,
            kernel.rows(scope, hidden, scope.create(index), false), // [N, H]
            model.decoder().head(),
            scope.create(targets),
            scope.create(weights),
            model.architecture().variant().logitCap());
    float[] ofRows = loss.losses().toFloatArray();
    next = 0;
    for (Asked each : asked) {
      double sum = 0;
      for (Demand.Prediction row : each.demand().predictions()) {
        sum += row.weight() * ofRows[next++];
      }
      losses.merge(each.objective().name(), sum, Double::sum);
    }
    return loss.objective();
  }

  private NDArray states(
      NDManager scope,
      NDArray hidden,
      Map<Place, Integer> rows,
      Asked asked,
      Map<String, Double> losses) {
    long[] index =
        asked.demand().states().stream()
            .mapToLong(row -> rows.get(new Place(row.sequence(), row.at())))
            .toArray();
    NDArray states = kernel.rows(scope, hidden, scope.create(index), true); // [S, H]
    ObjectiveKernel.Loss loss = asked.objective().loss(scope, kernel, states);
    losses.merge(asked.objective().name(), mean(loss.losses()), Double::sum);
    return loss.objective().mul(asked.weight());
  }

  private static double mean(NDArray losses) {
    double sum = 0;
    float[] values = losses.toFloatArray();
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
