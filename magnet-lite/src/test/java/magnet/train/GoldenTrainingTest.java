package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import magnet.Objective;
import magnet.Shared;
import magnet.kernel.DecoderKernel;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraArrays;
import magnet.model.LoraFactors;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.checkpoint.SafetensorsFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses, gradients and steps equal those of Hugging Face transformers and peft. */
class GoldenTrainingTest {

  private static final double TOLERANCE = 1e-4;
  private static final List<String> SEVEN =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final Objective MNTP = Objective.mntp(1);
  private static final Objective SSCL = Objective.sscl(1);
  private static final Objective MSG = Objective.msg(1).averagedPerToken();
  private static final List<TrainingObjective> ALL = List.of(MNTP, SSCL, MSG);

  private record Setting(
      JsonObject golden, LanguageModel model, LoraFactors lora, ViewBatch views, AdamW adamW) {

    Map<String, Double> backward(Map<TrainingObjective, Double> weights) {
      try (NDManager scope = model.newScope();
          GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
        ObjectivePass.Result result =
            new ObjectivePass(
                    model,
                    new ObjectiveKernel(scope),
                    Trainable.of(model, ALL, 1, scope),
                    Recomputation.NEVER)
                .train(scope, views, weights, DecoderKernel.Dropout.NONE);
        collector.backward(result.total());
        return result.losses();
      }
    }

    /** Gradients by peft's names. */
    Map<String, float[]> gradients() {
      Map<String, float[]> gradients = new LinkedHashMap<>();
      LoraArrays.bySlot(lora)
          .forEach(
              (slot, array) -> {
                try (NDArray gradient = array.getGradient()) {
                  gradients.put(name(slot), gradient.toFloatArray());
                }
              });
      return gradients;
    }
  }

  private interface Check {
    void run(Setting setting);
  }

  private static String name(LoraSlot slot) {
    boolean attention = slot.projection().matches("[qkvo]_proj");
    return "base_model.model.model.layers."
        + slot.layer()
        + (attention ? ".self_attn." : ".mlp.")
        + slot.projection()
        + ".lora_"
        + slot.factor()
        + ".weight";
  }

  private static void with(String family, Check check) {
    with(family, Precision.FLOAT32, check);
  }

  private static void with(String family, Precision precision, Check check) {
    JsonObject golden;
    try {
      golden =
          new Gson()
              .fromJson(
                  Files.readString(Shared.path("golden/training/" + family + "/golden.json")),
                  JsonObject.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Decoder decoder =
            Decoder.load(
                Shared.path("golden/checkpoints/" + family),
                precision,
                Quantisation.NONE,
                Device.cpu());
        LoraFactors lora = adapter(family, decoder);
        LanguageModel model = LanguageModel.of(decoder, lora)) {
      try (AdamW adamW =
          new AdamW(
              model.newScope(),
              Trainable.of(model, ALL, 1, decoder.newScope()),
              new AdamW.Settings(0.9, 0.999, 1e-8, 0.01))) {
        check.run(new Setting(golden, model, lora, views(golden), adamW));
      }
    }
  }

  private static LoraFactors adapter(String family, Decoder decoder) {
    Map<LoraSlot, float[]> values = new LinkedHashMap<>();
    try (SafetensorsFile file =
        SafetensorsFile.open(
            Shared.path("golden/training/" + family + "/adapter_model.safetensors"))) {
      for (int layer = 0; layer < decoder.architecture().layers(); layer++) {
        for (String projection : SEVEN) {
          for (char factor : new char[] {'A', 'B'}) {
            LoraSlot slot = new LoraSlot(layer, projection, factor);
            int bytes = (int) file.info(name(slot)).length();
            float[] numbers = new float[bytes / 4];
            file.map(name(slot), 0, bytes).asFloatBuffer().get(numbers);
            values.put(slot, numbers);
          }
        }
      }
    }
    AdapterConfig config = new AdapterConfig(4, 8, 0, SEVEN, false);
    return LoraFactors.of(config, decoder, values);
  }

  private static ViewBatch views(JsonObject golden) {
    JsonObject batch = golden.getAsJsonObject("batch");
    int[] lengths = new Gson().fromJson(golden.get("lengths"), int[].class);
    List<MaskedView> masked = new ArrayList<>();
    List<PairView> pairs = new ArrayList<>();
    for (int row = 0; row < lengths.length; row++) {
      int[] ids = row(batch, "ids", row, lengths[row]);
      int[] span = row(batch, "is_span", row, lengths[row]);
      int[] labels = row(batch, "mntp_labels", row, lengths[row]);
      boolean[] flags = new boolean[ids.length];
      for (int i = 0; i < ids.length; i++) {
        flags[i] = span[i] != 0;
      }
      masked.add(
          new MaskedView(
              ids,
              row(batch, "masked", row, lengths[row]),
              flags,
              IntStream.range(0, ids.length).filter(i -> labels[i] >= 0).toArray()));
      int[] positive = row(batch, "positive", row, lengths[row]);
      pairs.add(new PairView(ids, positive, "text " + row));
    }
    return new ViewBatch(masked, pairs, Map.of());
  }

  private static int[] row(JsonObject batch, String name, int row, int length) {
    JsonArray rows = batch.getAsJsonArray(name);
    return Arrays.copyOf(new Gson().fromJson(rows.get(row), int[].class), length);
  }

  private static Map<TrainingObjective, Double> weights(TrainingObjective... active) {
    Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
    ALL.forEach(each -> weights.put(each, Arrays.asList(active).contains(each) ? 1.0 : 0.0));
    return weights;
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "llama_gqa_rope3", "mistral", "qwen2", "qwen3"})
  void causalLogitsWithTheAdapter(String family) {
    with(
        family,
        setting -> {
          JsonObject expected = setting.golden().getAsJsonObject("causal_logits_with_adapter");
          int[] ids = new Gson().fromJson(expected.get("input_ids"), int[].class);
          int[] positions = new Gson().fromJson(expected.get("positions"), int[].class);
          try (NDManager scope = setting.model().newScope()) {
            TokenBatch batch = TokenBatch.padded(List.of(TokenSequence.causal(ids)), 0);
            NDArray logits = setting.model().logits(scope, batch, List.of(positions));
            for (int i = 0; i < positions.length; i++) {
              assertArrayEquals(
                  new Gson().fromJson(expected.getAsJsonArray("values").get(i), float[].class),
                  logits.get(i).toFloatArray(),
                  (float) TOLERANCE);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "llama_gqa_rope3", "mistral", "qwen2", "qwen3"})
  void lossesAndGradients(String family) {
    with(
        family,
        setting -> {
          assertLosses(
              setting.golden().getAsJsonObject("losses"),
              setting.backward(weights(MNTP, SSCL, MSG)));
          JsonObject expected = setting.golden().getAsJsonObject("gradients_of_total");
          Map<String, float[]> gradients = setting.gradients();
          assertEquals(expected.keySet(), new TreeSet<>(gradients.keySet()));
          gradients.forEach(
              (name, values) -> {
                double l2 = expected.getAsJsonObject(name).get("l2").getAsDouble();
                assertEquals(l2, norm(values), TOLERANCE * l2, name);
                assertArrayEquals(
                    new Gson()
                        .fromJson(expected.getAsJsonObject(name).get("first4"), float[].class),
                    Arrays.copyOf(values, 4),
                    (float) (TOLERANCE * l2),
                    name);
              });
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "llama_gqa_rope3", "mistral", "qwen2", "qwen3"})
  void gradientOfEachLossAlone(String family) {
    with(
        family,
        setting -> {
          for (TrainingObjective each : ALL) {
            setting.adamW().zeroGradients();
            setting.backward(weights(each));
            double expected =
                setting
                    .golden()
                    .getAsJsonObject("gradient_l2_of_each_loss")
                    .get(each.name())
                    .getAsDouble();
            assertEquals(
                expected, setting.adamW().gradientNorm(), TOLERANCE * expected, each.name());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "llama_gqa_rope3", "mistral", "qwen2", "qwen3"})
  void threeStepsOfAdamW(String family) {
    with(
        family,
        setting -> {
          JsonObject adamW = setting.golden().getAsJsonObject("adamw");
          for (JsonElement expected : adamW.getAsJsonArray("losses_after_each_step")) {
            setting.adamW().zeroGradients();
            setting.backward(weights(MNTP, SSCL, MSG));
            setting.adamW().step(1e-2, 1);
            assertLosses(expected.getAsJsonObject(), setting.backward(weights(MNTP, SSCL, MSG)));
          }
          JsonObject norms = adamW.getAsJsonObject("parameter_l2_after_3");
          setting
              .lora()
              .values()
              .forEach(
                  (slot, values) -> {
                    double expected = norms.get(name(slot)).getAsDouble();
                    assertEquals(expected, norm(values), TOLERANCE * expected, name(slot));
                  });
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "qwen3"})
  void bfloat16WeightsGiveNearlyTheSameLossesAndGradients(String family) {
    with(
        family,
        Precision.BFLOAT16,
        setting -> {
          JsonObject expected = setting.golden().getAsJsonObject("losses");
          setting
              .backward(weights(MNTP, SSCL, MSG))
              .forEach(
                  (name, loss) -> {
                    double wanted = expected.get(name).getAsDouble();
                    assertEquals(wanted, loss, 0.1 * wanted, name);
                  });
          for (TrainingObjective each : ALL) {
            setting.adamW().zeroGradients();
            setting.backward(weights(each));
            double norm =
                setting
                    .golden()
                    .getAsJsonObject("gradient_l2_of_each_loss")
                    .get(each.name())
                    .getAsDouble();
            assertEquals(norm, setting.adamW().gradientNorm(), 0.15 * norm, each.name());
          }
        });
  }

  private static void assertLosses(JsonObject expected, Map<String, Double> losses) {
    assertEquals(3, losses.size());
    losses.forEach(
        (name, loss) -> {
          double wanted = expected.get(name).getAsDouble();
          // Scores of 20 are taken from one another, and floats of that size lie 2e-6 apart.
          assertEquals(wanted, loss, TOLERANCE * wanted + 1e-6, name);
        });
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
