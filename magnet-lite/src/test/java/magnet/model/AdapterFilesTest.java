package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterFilesTest {

  private static final AdapterConfig CONFIG =
      new AdapterConfig(2, 8, 0.1, List.of("down_proj", "v_proj"), false);
  private static final List<String> SEVEN =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final String Q_A =
      "base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama_mha", "llama_gqa_rope3", "mistral", "qwen2", "qwen3"})
  void adaptersOfPeftAreRead(String name) {
    Architecture base = Architecture.read(Shared.path("golden/checkpoints/" + name));
    try (AdapterFiles adapter = AdapterFiles.open(Shared.path("golden/training/" + name))) {
      assertEquals(new AdapterConfig(4, 8, 0, SEVEN, false), adapter.config());
      assertEquals(2.0, adapter.config().scale());
      assertEquals(base.layers(), adapter.layers());
      assertEquals(base.layers() * 7 * 2, adapter.slots().size());
      long inputs = (long) base.heads() * base.headSize();
      TensorInfo first = adapter.slots().get(new LoraSlot(0, "o_proj", 'A'));
      assertArrayEquals(new long[] {4, inputs}, first.shape());
      assertEquals(first.length(), adapter.tensors().map(first.name()).remaining());
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    AdapterFiles.write(folder, CONFIG, "a-model", factors(CONFIG, 2));
    try (AdapterFiles adapter = AdapterFiles.open(folder)) {
      assertEquals(CONFIG, adapter.config());
      assertEquals(2, adapter.layers());
      assertEquals(8, adapter.slots().size());
      for (Map.Entry<LoraSlot, TensorInfo> slot : adapter.slots().entrySet()) {
        assertEquals(slot.getKey().tensorName(), slot.getValue().name());
        assertEquals(
            slot.getKey().hashCode(), adapter.tensors().map(slot.getValue().name()).getInt(0));
      }
    }
  }

  @Test
  void alphaIsDividedByTheRankOrItsRoot() {
    assertEquals(2, new AdapterConfig(16, 32, 0, List.of("q_proj"), false).scale());
    AdapterConfig stable = new AdapterConfig(16, 32.5, 0, List.of("q_proj"), true);
    assertEquals(32.5 / 4, stable.scale());
    AdapterFiles.write(folder, stable, "", factors(stable, 1));
    try (AdapterFiles adapter = AdapterFiles.open(folder)) {
      assertEquals(stable, adapter.config());
    }
  }

  @Test
  void namesOfTensorsAreUnderstood() {
    LoraSlot slot = new LoraSlot(3, "q_proj", 'A');
    assertEquals(Q_A, slot.tensorName());
    assertEquals(Optional.of(slot), LoraSlot.parse(Q_A));
    assertEquals(
        Optional.of(slot), LoraSlot.parse(Q_A.replace("model.model", "model")), "of an encoder");
    assertEquals(Optional.empty(), LoraSlot.parse(Q_A.replace("self_attn", "mlp")));
    assertEquals(Optional.empty(), LoraSlot.parse(Q_A.replace("q_proj", "lm_head")));
    assertEquals(Optional.empty(), LoraSlot.parse(Q_A.replace("lora_A", "lora_magnitude_vector")));
    assertFault(() -> new LoraSlot(0, "x_proj", 'A'), "x_proj", "q_proj");
    assertFault(() -> new LoraSlot(0, "q_proj", 'C'), "factor C");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"use_dora\": true | use_dora | true",
        "\"bias\": \"all\" | bias | \"all\"",
        "\"fan_in_fan_out\": true | fan_in_fan_out | true",
        "\"modules_to_save\": [\"lm_head\"] | modules_to_save | lm_head",
        "\"layers_to_transform\": [0, 1] | layers_to_transform | [0,1]",
        "\"layers_to_transform\": 0 | layers_to_transform | 0",
        "\"rank_pattern\": {\"q_proj\": 8} | rank_pattern | q_proj",
        "\"alpha_pattern\": {\"q_proj\": 8} | alpha_pattern | q_proj",
        "\"target_parameters\": [\"x\"] | target_parameters | x",
        "\"lora_bias\": true | lora_bias | true",
        "\"trainable_token_indices\": [5] | trainable_token_indices | 5",
        "\"an_option_of_tomorrow\": \"on\" | an_option_of_tomorrow | \"on\"",
        "\"init_lora_weights\": \"pissa\" | init_lora_weights | \"pissa\"",
        "\"peft_type\": \"IA3\" | peft_type | \"IA3\"",
        "\"r\": 0 | r is 0 | positive",
        "\"lora_alpha\": 0 | lora_alpha is 0.0 | positive",
        "\"lora_dropout\": 1.0 | lora_dropout is 1.0 | below 1",
        "\"target_modules\": [\"embed_tokens\"] | embed_tokens | q_proj",
        "\"target_modules\": [\"q_proj\", \"q_proj\"] | target_modules | none twice",
        "\"target_modules\": \".*_proj\" | target_modules | all-linear",
        "\"target_modules\": null | target_modules | q_proj"
      })
  void whatCannotBeHonouredIsRefusedByName(String json, String key, String fact)
      throws IOException {
    Path file = folder.resolve("adapter_config.json");
    Files.writeString(file, CONFIG.toJson("x").strip().replaceAll("}$", "," + json + "}"));
    assertFault(() -> AdapterConfig.read(file), key, fact, file.toString());
  }

  @Test
  void allLinearMeansAllThatAnAdapterHas() throws IOException {
    AdapterFiles.write(folder, CONFIG, "", factors(CONFIG, 2));
    Path file = folder.resolve("adapter_config.json");
    Files.writeString(
        file, CONFIG.toJson("").strip().replaceAll("}$", ",\"target_modules\": \"all-linear\"}"));
    assertEquals(List.of("all-linear"), AdapterConfig.read(file).targets());
    try (AdapterFiles adapter = AdapterFiles.open(folder)) {
      assertEquals(CONFIG, adapter.config());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "c_attn,base_model.model.transformer.h.3.attn.c_attn.lora_B.weight",
    "attn.c_proj,base_model.model.transformer.h.3.attn.c_proj.lora_B.weight",
    "mlp.c_proj,base_model.model.transformer.h.3.mlp.c_proj.lora_B.weight",
    "c_fc,base_model.model.transformer.h.3.mlp.c_fc.lora_B.weight",
    "query_key_value,base_model.model.gpt_neox.layers.3.attention.query_key_value.lora_B.weight",
    "dense,base_model.model.gpt_neox.layers.3.attention.dense.lora_B.weight",
    "dense_h_to_4h,base_model.model.gpt_neox.layers.3.mlp.dense_h_to_4h.lora_B.weight",
    "dense_4h_to_h,base_model.model.gpt_neox.layers.3.mlp.dense_4h_to_h.lora_B.weight"
  })
  void eachFamilyHasItsOwnNames(String projection, String tensor) {
    LoraSlot slot = new LoraSlot(3, projection, 'B');
    assertEquals(tensor, slot.tensorName());
    assertEquals(Optional.of(slot), LoraSlot.parse(tensor));
    String headless = tensor.replace("transformer.", "").replace("gpt_neox.", "");
    assertEquals(Optional.of(slot), LoraSlot.parse(headless), "of a model without a head");
  }

  @Test
  void aTargetMeansWhatPeftTakesItFor() throws IOException {
    Path file = folder.resolve("adapter_config.json");
    Files.writeString(
        file,
        """
        {"peft_type": "LORA", "r": 2, "lora_alpha": 4, "fan_in_fan_out": true,
         "target_modules": ["c_proj", "attn.c_attn"]}
        """);
    AdapterConfig config = AdapterConfig.read(file);
    assertEquals(List.of("c_attn", "attn.c_proj", "mlp.c_proj"), config.targets());
    Files.writeString(file, config.toJson(""));
    assertEquals(config, AdapterConfig.read(file));
    assertTrue(config.toJson("").contains("\"fan_in_fan_out\": true"));
  }

  @Test
  void anIncompleteAdapterIsRefused() throws IOException {
    assertFault(() -> AdapterFiles.open(folder), "adapter_config.json is missing");
    List<SafetensorsWriter.Entry> factors = factors(CONFIG, 2);
    AdapterFiles.write(folder, CONFIG, "", factors);
    Path weights = folder.resolve("adapter_model.safetensors");
    Path config = folder.resolve("adapter_config.json");

    SafetensorsWriter.Entry last = factors(CONFIG, 2).get(7);
    assertFault(
        () -> AdapterFiles.write(folder, CONFIG, "", factors.subList(0, 7)),
        last.name() + " is missing");
    Files.writeString(config, new AdapterConfig(4, 8, 0, CONFIG.targets(), false).toJson(""));
    assertFault(() -> AdapterFiles.open(folder), "F32[2, 3]", "expected rank r = 4", "axis 0");
    Files.writeString(config, new AdapterConfig(2, 8, 0, List.of("v_proj"), false).toJson(""));
    assertFault(() -> AdapterFiles.open(folder), "down_proj", "not one of the target_modules");
    Files.writeString(config, CONFIG.toJson(""));
    SafetensorsWriter.Entry head = entry("base_model.model.lm_head.lora_A.weight", 2, 2);
    SafetensorsWriter.write(weights, Map.of(), List.of(head));
    assertFault(() -> AdapterFiles.open(folder), "lm_head.lora_A.weight", "not a LoRA factor");
    Files.delete(weights);
    assertFault(() -> AdapterFiles.open(folder), "adapter_model.safetensors is missing");
    Files.write(folder.resolve("adapter_model.bin"), new byte[2]);
    assertFault(() -> AdapterFiles.open(folder), "adapter_model.bin", "safe_serialization");
  }

  private static List<SafetensorsWriter.Entry> factors(AdapterConfig config, int layers) {
    List<SafetensorsWriter.Entry> factors = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      for (String projection : config.targets()) {
        LoraSlot a = new LoraSlot(layer, projection, 'A');
        LoraSlot b = new LoraSlot(layer, projection, 'B');
        factors.add(entry(a.tensorName(), config.rank(), 3));
        factors.add(entry(b.tensorName(), 5, config.rank()));
      }
    }
    return factors;
  }

  private static SafetensorsWriter.Entry entry(String name, int rows, int columns) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    LoraSlot.parse(name).ifPresent(slot -> bytes.putInt(0, slot.hashCode()));
    return new SafetensorsWriter.Entry(name, "F32", new long[] {rows, columns}, bytes);
  }

  private static void assertFault(Runnable action, String... facts) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    for (String fact : facts) {
      assertTrue(message.contains(fact), () -> fact + " is not in: " + message);
    }
    assertFalse(message.contains("\n"), message);
  }
}
