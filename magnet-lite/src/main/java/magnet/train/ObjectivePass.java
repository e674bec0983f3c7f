package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import magnet.kernel.DecoderKernel;
import magnet.kernel.HostCopy;
import magnet.kernel.ObjectiveKernel;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;

/**
 * All views through the model in one packed batch and one pass, then the losses of all objectives.
 *
 * <p>Only outputs that a loss reads are computed after the last layer. The next-token losses of all
 * objectives share one run through the output projection, each row with its objective's weight.
 */
public final class ObjectivePass {

  private final LanguageModel model;
  private final ObjectiveKernel kernel;
  private final Trainable trainable;
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
  private record Output(int sequence, int at) {}

  /** What an objective of weight above 0 asks for. */
  private record Asked(TrainingObjective objective, double weight, RequestedOutputs outputs) {}

  /**
   * Prepares passes of one model that keep all they make until backward is done.
   *
   * @param model the model
   * @param kernel the losses; on the model's device
   * @param trainable what learns; holds the objectives' own parameters
   */
  public ObjectivePass(LanguageModel model, ObjectiveKernel kernel, Trainable trainable) {
    this(model, kernel, trainable, Recomputation.NEVER);
  }

  /**
   * Prepares passes of one model.
   *
   * @param model the model
   * @param kernel the losses; on the model's device
   * @param trainable what learns; holds the objectives' own parameters
   * @param recomputation which passes compute layers once more to save memory
   */
  public ObjectivePass(
      LanguageModel model,
      ObjectiveKernel kernel,
      Trainable trainable,
      Recomputation recomputation) {
    this.model = model;
    this.kernel = kernel;
    this.trainable = trainable;
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
    List<TokenSequence> sequences = views.sequences();
    List<Asked> asked = new ArrayList<>();
    weights.forEach(
        (objective, weight) -> {
          RequestedOutputs outputs =
              weight > 0 ? objective.outputs(views) : RequestedOutputs.none();
          if (!outputs.isEmpty()) {
            requireThere(objective, outputs, sequences);
            asked.add(new Asked(objective, weight, outputs));
          }
        });
    if (asked.isEmpty()) {
      return new Result(null, Map.of(), 0);
    }
    TokenBatch batch = TokenBatch.packed(sequences, model.architecture().slidingWindow());
    List<int[]> wanted =
        wanted(asked.stream().map(Asked::outputs).toList(), batch.sequences().size());
    DecoderKernel.KeptPass kept =
        train && recomputation.suits(model, batch)
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
    Map<Output, Integer> rows = rows(wanted);
    Map<String, Double> losses = new LinkedHashMap<>();
    asked.forEach(each -> losses.put(each.objective().name(), 0.0));
    NDArray total = predictions(scope, hidden, rows, asked, losses);
    for (Asked each : asked) {
      if (!each.outputs().states().isEmpty()) {
        NDArray part = states(scope, views, hidden, rows, each, losses);
        total = total == null ? part : total.add(part);
      }
    }
    return new Result(kept == null ? total : kept.objective(scope, total), losses, views.tokens());
  }

  /** Refuses outputs that do not exist, before something else is read in their place. */
  private void requireThere(
      TrainingObjective of, RequestedOutputs outputs, List<TokenSequence> sequences) {
    outputs.states().forEach(row -> requireThere(of, row.sequence(), row.at(), sequences));
    int vocabulary = model.architecture().vocabularySize();
    for (RequestedOutputs.Prediction row : outputs.predictions()) {
      requireThere(of, row.sequence(), row.at(), sequences);
      if (row.token() < 0 || row.token() >= vocabulary) {
        throw new IllegalArgumentException(
            "Objective %s asks for the token id %d, expected 0 to %d; correct its outputs."
                .formatted(of.name(), row.token(), vocabulary - 1));
      }
    }
  }

  private static void requireThere(
      TrainingObjective of, int sequence, int at, List<TokenSequence> sequences) {
    if (sequence < 0 || sequence >= sequences.size()) {
      throw new IllegalArgumentException(
          "Objective %s reads sequence %d, but the batch has %d; correct its outputs."
              .formatted(of.name(), sequence, sequences.size()));
    }
    if (at < 0 || at >= sequences.get(sequence).length()) {
      throw new IllegalArgumentException(
          "Objective %s reads token %d of a sequence of %d tokens; correct its outputs."
              .formatted(of.name(), at, sequences.get(sequence).length()));
    }
  }

  private static List<int[]> wanted(List<RequestedOutputs> asked, int sequences) {
    List<TreeSet<Integer>> sets = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      sets.add(new TreeSet<>());
    }
    for (RequestedOutputs each : asked) {
      each.predictions().forEach(row -> sets.get(row.sequence()).add(row.at()));
      each.states().forEach(row -> sets.get(row.sequence()).add(row.at()));
    }
    return sets.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Which row of the pass's result holds which output. */
  private static Map<Output, Integer> rows(List<int[]> wanted) {
    Map<Output, Integer> rows = new LinkedHashMap<>();
    for (int sequence = 0; sequence < wanted.size(); sequence++) {
      for (int at : wanted.get(sequence)) {
        rows.put(new Output(sequence, at), rows.size());
      }
    }
    return rows;
  }

  private NDArray predictions(
      NDManager scope,
      NDArray hidden,
      Map<Output, Integer> rows,
      List<Asked> asked,
      Map<String, Double> losses) {
    int all = asked.stream().mapToInt(each -> each.outputs().predictions().size()).sum();
    if (all == 0) {
      return null;
    }
    long[] index = new long[all];
    long[] targets = new long[all];
    float[] weights = new float[all];
    int next = 0;
    for (Asked each : asked) {
      for (RequestedOutputs.Prediction row : each.outputs().predictions()) {
        index[next] = rows.get(new Output(row.sequence(), row.at()));
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
    float[] ofRows = HostCopy.floats(loss.losses());
    next = 0;
    for (Asked each : asked) {
      double sum = 0;
      for (RequestedOutputs.Prediction row : each.outputs().predictions()) {
        sum += row.weight() * ofRows[next++];
      }
      losses.merge(each.objective().name(), sum, Double::sum);
    }
    return loss.objective();
  }

  private NDArray states(
      NDManager scope,
      ViewBatch views,
      NDArray hidden,
      Map<Output, Integer> rows,
      Asked asked,
      Map<String, Double> losses) {
    List<RequestedOutputs.State> wanted = asked.outputs().states();
    LossInputs inputs =
        new LossInputs(
            scope,
            kernel,
            views,
            states(scope, hidden, rows, wanted),
            () -> baseStates(scope, views, wanted),
            states ->
                kernel.logits(
                    scope,
                    states,
                    model.decoder().head(),
                    model.architecture().variant().logitCap()),
            trainable.of(asked.objective()));
    NDArray loss = asked.objective().loss(inputs);
    losses.merge(asked.objective().name(), mean(loss), Double::sum);
    return loss.mean().mul(asked.weight());
  }

  /** Some rows of a pass, in the order in which they are asked for, float32 {@code [S, H]}. */
  private NDArray states(
      NDManager scope,
      NDArray hidden,
      Map<Output, Integer> rows,
      List<RequestedOutputs.State> wanted) {
    long[] index =
        wanted.stream().mapToLong(row -> rows.get(new Output(row.sequence(), row.at()))).toArray();
    return kernel.rows(scope, hidden, scope.create(index), true);
  }

  /** These outputs of the model without its adapter: a pass over the sequences that hold them. */
  private NDArray baseStates(
      NDManager scope, ViewBatch views, List<RequestedOutputs.State> wanted) {
    if (model.lora().isEmpty()) {
      throw new IllegalStateException(
          "All weights of this model are trained, so there is no base to compare it with; adapt a"
              + " model instead, or leave the objective out.");
    }
    List<TokenSequence> all = views.sequences();
    List<Integer> used =
        wanted.stream().map(RequestedOutputs.State::sequence).distinct().sorted().toList();
    List<RequestedOutputs.State> moved =
        wanted.stream()
            .map(row -> new RequestedOutputs.State(used.indexOf(row.sequence()), row.at()))
            .toList();
    TokenBatch batch =
        TokenBatch.packed(
            used.stream().map(all::get).toList(), model.architecture().slidingWindow());
    List<int[]> read = wanted(List.of(RequestedOutputs.ofStates(moved, moved.size())), used.size());
    try (LanguageModel base = LanguageModel.of(model.decoder())) {
      return states(scope, base.evaluationPass(scope, batch, read), rows(read), moved);
    }
  }

  private static double mean(NDArray losses) {
    double sum = 0;
    float[] values = HostCopy.floats(losses);
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
