package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.HostCopy;
import magnet.kernel.ObjectiveKernel;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.train.RequestedOutputs.Prediction;
import magnet.train.RequestedOutputs.State;

/**
 * All views through the model in one packed batch and one pass, then the losses of all objectives.
 *
 * <p>Only outputs that a loss reads are computed after the last layer. The next-token losses of all
 * objectives share one run through the output projection, each row with its objective's weight.
 *
 * @param kernel the losses; on the model's device
 * @param trainable what learns; holds the objectives' own parameters
 */
public record ObjectivePass(
    LanguageModel model, ObjectiveKernel kernel, Trainable trainable, Recomputation recomputation) {

  /**
   * What came out of a pass.
   *
   * @param total a scalar to call backward on, the sum of weight x loss (its value is not the
   *     loss's: see {@link ObjectiveKernel.Loss}); null where there was nothing to learn from
   * @param losses the loss of each objective that had something to learn from, without its weight
   * @param tokens how many tokens of views went through the model
   */
  public record Result(NDArray total, Map<String, Double> losses, int tokens) {}

  /** What an objective of weight above 0 asks for. */
  private record Asked(TrainingObjective objective, double weight, RequestedOutputs outputs) {
    Stream<State> read() {
      return Stream.concat(
          outputs.predictions().stream().map(Prediction::state), outputs.states().stream());
    }
  }

  /** Passes of a training; {@code own} owns the losses and the objectives' own parameters. */
  static ObjectivePass of(
      LanguageModel model, Training training, Recomputation recomputation, NDManager own) {
    Trainable trainable =
        Trainable.of(model, training.objectives(), training.settings().seed(), own);
    return new ObjectivePass(model, new ObjectiveKernel(own), trainable, recomputation);
  }

  /**
   * A pass with gradients.
   *
   * @param scope owns all that is made; must be open until backward is done
   * @param weights what each objective counts; those of 0 are left out
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
            asked.add(new Asked(objective, weight, outputs));
          }
        });
    if (asked.isEmpty()) {
      return new Result(null, Map.of(), 0);
    }
    asked.forEach(each -> requireThere(each, sequences));
    TokenBatch batch = TokenBatch.packed(sequences, model.architecture().slidingWindow());
    List<int[]> wanted = wanted(asked.stream().flatMap(Asked::read), batch.sequences().size());
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
    Map<State, Integer> rows = rows(wanted);
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
  private void requireThere(Asked asked, List<TokenSequence> sequences) {
    String of = asked.objective().name();
    asked.read().forEach(row -> requireThere(of, row, sequences));
    int vocabulary = model.architecture().vocabularySize();
    for (Prediction row : asked.outputs().predictions()) {
      if (row.token() < 0 || row.token() >= vocabulary) {
        throw new IllegalArgumentException(
            "Objective %s asks for the token id %d, expected 0 to %d; correct its outputs."
                .formatted(of, row.token(), vocabulary - 1));
      }
    }
  }

  private static void requireThere(String of, State row, List<TokenSequence> sequences) {
    if (row.sequence() < 0 || row.sequence() >= sequences.size()) {
      throw new IllegalArgumentException(
          "Objective %s reads sequence %d, but the batch has %d; correct its outputs."
              .formatted(of, row.sequence(), sequences.size()));
    }
    int length = sequences.get(row.sequence()).length();
    if (row.at() < 0 || row.at() >= length) {
      throw new IllegalArgumentException(
          "Objective %s reads token %d of a sequence of %d tokens; correct its outputs."
              .formatted(of, row.at(), length));
    }
  }

  /** Which tokens of each sequence are read, in rising order. */
  private static List<int[]> wanted(Stream<State> read, int sequences) {
    List<TreeSet<Integer>> places =
        Stream.generate(TreeSet<Integer>::new).limit(sequences).toList();
    read.forEach(row -> places.get(row.sequence()).add(row.at()));
    return places.stream().map(set -> set.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Which row of the pass's result holds which output. */
  private static Map<State, Integer> rows(List<int[]> wanted) {
    Map<State, Integer> rows = new LinkedHashMap<>();
    for (int sequence = 0; sequence < wanted.size(); sequence++) {
      for (int at : wanted.get(sequence)) {
        rows.put(new State(sequence, at), rows.size());
      }
    }
    return rows;
  }

  private NDArray predictions(
      NDManager scope,
      NDArray hidden,
      Map<State, Integer> rows,
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
      for (Prediction row : each.outputs().predictions()) {
        index[next] = rows.get(row.state());
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
      for (Prediction row : each.outputs().predictions()) {
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
      Map<State, Integer> rows,
      Asked asked,
      Map<String, Double> losses) {
    List<State> wanted = asked.outputs().states();
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
      NDManager scope, NDArray hidden, Map<State, Integer> rows, List<State> wanted) {
    long[] index = wanted.stream().mapToLong(rows::get).toArray();
    return kernel.rows(scope, hidden, scope.create(index), true);
  }

  /** These outputs of the model without its adapter: a pass over the sequences that hold them. */
  private NDArray baseStates(NDManager scope, ViewBatch views, List<State> wanted) {
    if (model.lora().isEmpty()) {
      throw new IllegalStateException(
          "All weights of this model are trained, so there is no base to compare it with; adapt a"
              + " model instead, or leave the objective out.");
    }
    List<TokenSequence> all = views.sequences();
    List<Integer> used = wanted.stream().map(State::sequence).distinct().sorted().toList();
    List<State> moved =
        wanted.stream().map(row -> new State(used.indexOf(row.sequence()), row.at())).toList();
    TokenBatch batch =
        TokenBatch.packed(
            used.stream().map(all::get).toList(), model.architecture().slidingWindow());
    List<int[]> read = wanted(moved.stream(), used.size());
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
