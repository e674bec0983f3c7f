package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Parts of the decoder's kernel that only a GPU takes, on a CPU. */
class DecoderKernelTest {

  static final Map<String, Object> TRAITS =
      Map.ofEntries(
          Map.entry("layers", 2),
          Map.entry("heads", 4),
          Map.entry("key_value_heads", 2),
          Map.entry("head_size", 8),
          Map.entry("rotated", 8),
          Map.entry("attention_scale", 0.25),
          Map.entry("score_cap", 0.0),
          Map.entry("interleaved", false),
          Map.entry("layer_norm", false),
          Map.entry("norm_offset", false),
          Map.entry("norm_epsilon", 1e-5),
          Map.entry("activation", 0),
          Map.entry("gated", true),
          Map.entry("parallel", false),
          Map.entry("embedding_scale", 1.0),
          Map.entry("logit_cap", 0.0),
          Map.entry("kinds", List.of(0, 1)),
          Map.entry("stacked", List.of(3, 1, 2, 1)));

  /** One product that begins with what it is added to gives the sum and its gradients. */
  @Test
  void whatLoraAddsIsAddedByTheProduct() {
    for (Shape rows : List.of(new Shape(5), new Shape(3, 4))) {
      try (NDManager scope = TorchRuntime.newManager(Device.cpu())) {
        Kernel kernel = new Kernel(scope, "decoder", DecoderKernel.archive(TRAITS));
        NDArray y = scope.randomNormal(with(rows, 6));
        NDArray low = scope.randomNormal(with(rows, 2));
        NDArray b = scope.randomNormal(new Shape(6, 2));
        NDList inputs = new NDList(y, low, b);
        inputs.forEach(array -> array.setRequiresGradient(true));
        List<float[]> expected = learnt(inputs, () -> y.add(low.matMul(b.transpose())));
        List<float[]> found = learnt(inputs, () -> kernel.train(scope, "added", y, low, b).get(0));
        for (int i = 0; i < expected.size(); i++) {
          assertArrayEquals(expected.get(i), found.get(i), 1e-5f);
        }
      }
    }
  }

  private static Shape with(Shape rows, long last) {
    return new Shape(rows.getShape()).add(last);
  }

  /** A result, and the gradients of its squares' sum. */
  private static List<float[]> learnt(NDList inputs, Supplier<NDArray> result) {
    List<float[]> numbers = new ArrayList<>();
    try (GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      NDArray found = result.get();
      numbers.add(found.toFloatArray());
      collector.backward(found.square().sum());
    }
    for (NDArray input : inputs) {
      numbers.add(input.getGradient().toFloatArray());
      input.getGradient().set(new float[(int) input.size()]);
    }
    return numbers;
  }
}
