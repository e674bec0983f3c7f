package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.Fixtures;
import magnet.Objective;
import magnet.kernel.DecoderKernel;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraArrays;
import magnet.model.LoraFactors;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.checkpoint.AdapterFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss of a text and its LoRA gradients equal peft's in the families that differ most. */
class FamilyTrainingTest {

  private static final double TOLERANCE = 1e-4;
  private static final Objective MSG = Objective.msg(1).averagedPerToken();

  private interface Check {
    void run(JsonObject expected, LoraFactors lora, double loss);
  }

  private static void afterBackward(String name, Precision precision, double dropout, Check check) {
    Fixtures fixture = Fixtures.of(name);
    try (Decoder decoder =
            Decoder.load(fixture.folder(), precision, Quantisation.NONE, Device.cpu());
        LoraFactors lora = adapter(fixture, decoder);
        LanguageModel model = LanguageModel.of(decoder, lora);
        NDManager scope = model.newScope();
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      ObjectivePass.Result result =
          new ObjectivePass(
                  model,
                  new ObjectiveKernel(scope),
                  Trainable.of(model, List.of(MSG), 1, scope),
                  Recomputation.NEVER)
              .train(
                  scope,
                  wholeTextAsSpan(fixture.ids()),
                  Map.of(MSG, 1.0),
                  new DecoderKernel.Dropout(dropout, 1));
      collector.backward(result.total());
      check.run(fixture.golden().getAsJsonObject("adapter"), lora, result.losses().get("msg"));
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#adapted")
  void lossAndGradients(String name) {
    afterBackward(
        name,
        Precision.FLOAT32,
        0,
        (expected, lora, loss) -> {
          double wanted = expected.get("loss").getAsDouble();
          assertEquals(wanted, loss, TOLERANCE * wanted);
          JsonObject gradients = expected.getAsJsonObject("gradients");
          assertEquals(gradients.size(), LoraArrays.of(lora).size());
          LoraArrays.bySlot(lora)
              .forEach((slot, array) -> assertGradient(gradients, slot.tensorName(), array));
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#adapted")
  void bfloat16WeightsGiveNearlyTheSame(String name) {
    afterBackward(
        name,
        Precision.BFLOAT16,
        0,
        (expected, lora, loss) -> {
          double wanted = expected.get("loss").getAsDouble();
          assertEquals(wanted, loss, 0.02 * wanted);
          double squares = 0;
          for (JsonElement each : expected.getAsJsonObject("gradients").asMap().values()) {
            squares += Math.pow(each.getAsJsonObject().get("l2").getAsDouble(), 2);
          }
          assertEquals(Math.sqrt(squares), norm(lora), 0.05 * Math.sqrt(squares));
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#adapted")
  void dropoutChangesGradients(String name) {
    afterBackward(
        name,
        Precision.FLOAT32,
        0.5,
        (expected, lora, loss) -> {
          double without = expected.get("loss").getAsDouble();
          assertTrue(Math.abs(without - loss) > 1e-3, "with dropout the loss is " + loss);
          assertTrue(norm(lora) > 0);
        });
  }

  private static double norm(LoraFactors lora) {
    double squares = 0;
    for (NDArray array : LoraArrays.of(lora)) {
      for (float value : array.getGradient().toFloatArray()) {
        squares += (double) value * value;
      }
    }
    return Math.sqrt(squares);
  }

  private static ViewBatch wholeTextAsSpan(int[] ids) {
    boolean[] span = new boolean[ids.length];
    Arrays.fill(span, true);
    return new ViewBatch(List.of(new MaskedView(ids, ids, span, new int[0])), List.of(), Map.of());
  }

  private static void assertGradient(JsonObject gradients, String tensor, NDArray array) {
    JsonObject expected = gradients.getAsJsonObject(tensor);
    double l2 = expected.get("l2").getAsDouble();
    float[] values = array.getGradient().toFloatArray();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    assertEquals(l2, Math.sqrt(squares), TOLERANCE * l2, tensor);
    assertArrayEquals(
        Fixtures.floats(expected.get("first4")),
        Arrays.copyOf(values, 4),
        (float) (TOLERANCE * l2),
        tensor);
  }

  private static LoraFactors adapter(Fixtures of, Decoder decoder) {
    AdapterFiles files = AdapterFiles.read(of.folder().resolve("adapter"));
    return LoraFactors.of(files.config(), decoder, files.factors());
  }
}
