package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.Objective;
import magnet.data.Document;
import magnet.kernel.DecoderKernel;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.LanguageModel;
import magnet.model.LoraArrays;
import magnet.model.LoraFactors;
import magnet.model.family.DecoderFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients equal central differences of the losses, for LoRA factors and for all weights. */
class GradientCheckTest {

  /** Wide enough that float32 losses differ by far more than their rounding, and no wider. */
  private static final double STEP = 3e-4;

  private static final int DIRECTIONS = 6;

  private static Map<TrainingObjective, Double> weights() {
    Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
    weights.put(Objective.mntp(1), 1.0);
    // Cosines differ little between random texts: a high temperature keeps the loss smooth.
    weights.put(Objective.sscl(1).temperature(0.5), 2.0);
    weights.put(Objective.msg(1), 1.5);
    return weights;
  }

  static Stream<String> families() {
    return DecoderFamily.ALL.stream().map(DecoderFamily::modelType);
  }

  @ParameterizedTest
  @MethodSource("families")
  void loraFactors(String family) {
    try (TinyModel tiny = new TinyModel(family);
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      SplittableRandom random = new SplittableRandom(4);
      // Fresh factors B are zero, so that A would have no gradient.
      LoraArrays.of(lora).forEach(array -> array.set(noise(array, random, 0.2)));
      check(tiny, model, random);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void allWeights(String family) {
    try (TinyModel tiny = new TinyModel(family);
        LanguageModel model = LanguageModel.of(tiny.decoder)) {
      check(tiny, model, new SplittableRandom(5));
    }
  }

  /** Along random directions, each over all parameters at once, of length 1. */
  private static void check(TinyModel tiny, LanguageModel model, SplittableRandom random) {
    List<Document> texts = IntStream.range(0, 3).mapToObj(TinyModel.CORPUS::get).toList();
    ViewBatch views = tiny.views(1).of(texts, 0, Training.requested(weights().keySet()));
    Trainable trainable = Trainable.of(model, List.copyOf(weights().keySet()), 1, model.newScope());
    List<float[]> values = trainable.list().stream().map(NDArray::toFloatArray).toList();
    List<float[]> gradients = gradients(model, views, trainable);
    for (int i = 0; i < DIRECTIONS; i++) {
      List<float[]> direction =
          trainable.list().stream().map(array -> noise(array, random, 1)).toList();
      // Half of the direction follows the gradient, so that the slope is not lost in rounding.
      double along = norm(gradients);
      double length = norm(direction);
      for (int p = 0; p < direction.size(); p++) {
        for (int k = 0; k < direction.get(p).length; k++) {
          direction.get(p)[k] =
              (float) (direction.get(p)[k] / length + gradients.get(p)[k] / along);
        }
      }
      double slope = dot(gradients, direction);
      double above = total(model, views, trainable, values, direction, STEP);
      double below = total(model, views, trainable, values, direction, -STEP);
      double difference = (above - below) / (2 * STEP);
      assertTrue(Math.abs(slope) > 1e-2, () -> "a slope to speak of, not " + slope);
      assertEquals(slope, difference, 2e-3 * Math.abs(slope));
    }
  }

  private static double total(
      LanguageModel model,
      ViewBatch views,
      Trainable trainable,
      List<float[]> values,
      List<float[]> direction,
      double step) {
    for (int p = 0; p < values.size(); p++) {
      float[] moved = values.get(p).clone();
      for (int k = 0; k < moved.length; k++) {
        moved[k] += (float) (step * direction.get(p)[k]);
      }
      trainable.list().get(p).set(moved);
    }
    Map<TrainingObjective, Double> weights = weights();
    try (NDManager scope = model.newScope()) {
      Map<String, Double> losses =
          new ObjectivePass(model, new ObjectiveKernel(scope), trainable, Recomputation.NEVER)
              .evaluate(scope, views, weights)
              .losses();
      double total = 0;
      for (Map.Entry<TrainingObjective, Double> each : weights.entrySet()) {
        total += each.getValue() * losses.get(each.getKey().name());
      }
      return total;
    } finally {
      for (int p = 0; p < values.size(); p++) {
        trainable.list().get(p).set(values.get(p));
      }
    }
  }

  private static List<float[]> gradients(
      LanguageModel model, ViewBatch views, Trainable trainable) {
    try (NDManager scope = model.newScope();
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      ObjectivePass.Result result =
          new ObjectivePass(model, new ObjectiveKernel(scope), trainable, Recomputation.NEVER)
              .train(scope, views, weights(), DecoderKernel.Dropout.NONE);
      collector.backward(result.total());
      return trainable.list().stream().map(array -> array.getGradient().toFloatArray()).toList();
    }
  }

  private static float[] noise(NDArray like, SplittableRandom random, double deviation) {
    float[] noise = new float[(int) like.size()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (deviation * random.nextGaussian());
    }
    return noise;
  }

  private static double dot(List<float[]> one, List<float[]> other) {
    double sum = 0;
    for (int p = 0; p < one.size(); p++) {
      for (int k = 0; k < one.get(p).length; k++) {
        sum += (double) one.get(p)[k] * other.get(p)[k];
      }
    }
    return sum;
  }

  private static double norm(List<float[]> arrays) {
    return Math.sqrt(dot(arrays, arrays));
  }
}
