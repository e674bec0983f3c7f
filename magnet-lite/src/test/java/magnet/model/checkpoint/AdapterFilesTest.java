package magnet.model.checkpoint;

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
import magnet.model.family.Architecture;
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
    AdapterFiles adapter = AdapterFiles.read(Shared.path("golden/training/" + name));
    AdapterConfig config = adapter.config();
    assertEquals(4, config.rank());
    assertEquals(2.0, config.scale());
    assertEquals(7, config.targets().size());
    assertEquals(base.layers(), adapter.layersAtMost());
    assertEquals(base.layers() * 7 * 2, adapter.factors().size());
    int inputs = base.heads() * base.headSize();
    assertEquals(4 * inputs, adapter.factors().get(new LoraSlot(0, "o_proj", 'A')).length);
  }

  @Test
  void whatIsWrittenIsRead() {
    AdapterFiles.write(
        folder, CONFIG, new AdapterFiles.Base("a/model", "v1"), factors(CONFIG, 2), stage -> {});
    AdapterFiles adapter = AdapterFiles.read(folder);
    assertEquals(CONFIG, adapter.config());
    assertEquals("a/model@v1", adapter.base().toString());
    assertEquals(2, adapter.layersAtMost());
    assertEquals(8, adapter.factors().size());
    adapter.factors().forEach((slot, numbers) -> assertEquals(first(slot), numbers[0]));
  }

  @Test
  void alphaIsDividedByTheRankOrItsRoot() {
    assertEquals(2, new AdapterConfig(16, 32, 0, List.of("q_proj"), false).scale());
    AdapterConfig stable = new AdapterConfig(16, 32.5, 0, List.of("q_proj"), true);
    assertEquals(32.5 / 4, stable.scale());
    AdapterFiles.write(folder, stable, AdapterFiles.Base.NONE, factors(stable, 1), stage -> {});
    assertEquals(stable, AdapterFiles.read(folder).config());
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
        "\"target_parameters\": [\"x\"] | target_parameters | x",
        "\"lora_bias\": true | lora_bias | true",
        "\"trainable_token_indices\": [5] | trainable_token_indices | 5",
        "\"an_option_of_tomorrow\": \"on\" | an_option_of_tomorrow | \"on\"",
        "\"init_lora_weights\": \"pissa\" | init_lora_weights | \"pissa\"",
        "\"peft_type\": \"IA3\" | peft_type | \"IA3\"",
        "\"init_lora_weights\": \"loftq\" | init_lora_weights | \"loftq\"",
        "\"rank_pattern\": {\"q_proj\": \"x\"} | q_proj | whole number",
        "\"target_modules\": \"(\" | target_modules | regular expression",
        "\"r\": 0 | r is 0 | positive",
        "\"lora_alpha\": 0 | lora_alpha is 0.0 | positive",
        "\"lora_dropout\": 1.0 | lora_dropout is 1.0 | below 1",
        "\"target_modules\": null | target_modules | []",
        "\"target_modules\": [\"embed_tokens\"] | target_modules | embed_tokens"
      })
  void whatCannotBeHonouredIsRefusedByName(String json, String key, String fact)
      throws IOException {
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors(CONFIG, 2), stage -> {});
    configure(json);
    assertFault(() -> AdapterFiles.read(folder), key, fact, folder.toString());
  }

  /** Puts keys into the configuration that was written. */
  private void configure(String json) throws IOException {
    Path file = folder.resolve("adapter_config.json");
    String written = CONFIG.toJson(AdapterFiles.Base.NONE).strip();
    Files.writeString(file, written.substring(0, written.length() - 1) + "," + json + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"target_modules\": [\"down_proj\", \"v_proj\", \"v_proj\", \"nowhere\"]",
        "\"target_modules\": [\"mlp.down_proj\", \"self_attn.v_proj\"]",
        "\"target_modules\":"
            + " \"model\\\\.layers\\\\.\\\\d+\\\\.(mlp\\\\.down|self_attn\\\\.v)_proj\"",
        "\"target_modules\": \".*(?P<which>down|v)_proj\"",
        "\"target_modules\": \"all-linear\", \"exclude_modules\": [\"q_proj\", \"k_proj\","
            + " \"o_proj\", \"gate_proj\", \"up_proj\"]",
        "\"target_modules\": \"all-linear\", \"exclude_modules\": \".*(q|k|o|gate|up)_proj\"",
        "\"init_lora_weights\": \"gaussian\"",
        "\"init_lora_weights\": \"eva\", \"eva_config\": {\"rho\": 2.0}"
      })
  void targetsMayBeAListAnExpressionOrAll(String json) throws IOException {
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors(CONFIG, 2), stage -> {});
    configure(json);
    AdapterFiles adapter = AdapterFiles.read(folder);
    assertEquals(CONFIG, adapter.config());
    assertEquals(2, adapter.layersAtMost(), "a third layer would be adapted as well");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"layers_to_transform\": [0, 2]",
        "\"layers_to_transform\": [0, 2], \"layers_pattern\": \"layers\"",
        "\"target_modules\": \"model.layers.(0|2).*(down|v)_proj\"",
        "\"exclude_modules\": \".*layers.(?!0|2).*\""
      })
  void layersThatAreLeftAloneGetZeros(String json) throws IOException {
    List<SafetensorsWriter.Entry> some =
        factors(CONFIG, 3).stream().filter(each -> !each.name().contains("layers.1.")).toList();
    SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), Map.of(), some);
    configure(json);
    AdapterFiles adapter = AdapterFiles.read(folder);
    assertEquals(CONFIG, adapter.config());
    assertEquals(12, adapter.factors().size());
    assertTrue(adapter.layersAtMost() > 3, "later layers may follow");
    adapter
        .factors()
        .forEach((slot, of) -> assertEquals(slot.layer() == 1 ? 0 : first(slot), of[0]));
    SafetensorsWriter.write(
        folder.resolve("adapter_model.safetensors"), Map.of(), factors(CONFIG, 3));
    assertFault(() -> AdapterFiles.read(folder), "layers.1.", "not one of the target_modules");
  }

  @Test
  void aLayerPatternOfAnotherModelAdaptsNothing() throws IOException {
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors(CONFIG, 2), stage -> {});
    configure("\"layers_to_transform\": [0, 1], \"layers_pattern\": \"blocks\"");
    assertFault(() -> AdapterFiles.read(folder), "not one of the target_modules");
  }

  @Test
  void ranksAndStrengthsOfTheirOwnAreBroughtToOne() throws IOException {
    LoraSlot down = new LoraSlot(1, "down_proj", 'A');
    List<SafetensorsWriter.Entry> factors = factors(CONFIG, 2);
    factors.removeIf(each -> each.name().contains("layers.1.mlp"));
    factors.add(numbers(down.tensorName(), 1, 3, 1, 2, 3));
    factors.add(numbers(down.tensorName().replace("_A", "_B"), 5, 1, 1, 2, 3, 4, 5));
    SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), Map.of(), factors);
    configure(
        "\"rank_pattern\": {\"layers.1.mlp.down_proj\": 1}, \"alpha_pattern\": {\"v_proj\": 3}");
    AdapterFiles adapter = AdapterFiles.read(folder);
    assertEquals(2, adapter.config().rank());
    assertEquals(1, adapter.config().scale(), "the strengths are in B");
    assertArrayEquals(new float[] {1, 2, 3, 0, 0, 0}, adapter.factors().get(down));
    assertArrayEquals( // alpha 8 over rank 1
        new float[] {8, 0, 16, 0, 24, 0, 32, 0, 40, 0},
        adapter.factors().get(new LoraSlot(1, "down_proj", 'B')));
    LoraSlot v = new LoraSlot(1, "v_proj", 'B');
    assertEquals(first(v) * 1.5f, adapter.factors().get(v)[0], "alpha 3 over rank 2");
    configure("\"rank_pattern\": {\"layers.1.mlp.down_proj\": 2}");
    assertFault(() -> AdapterFiles.read(folder), "F32[1, 3]", "expected rank r = 2");
  }

  @Test
  void aStrengthThatAllShareIsThatOfTheAdapter() throws IOException {
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors(CONFIG, 2), stage -> {});
    configure("\"alpha_pattern\": {\".*_proj\": 3}");
    AdapterFiles adapter = AdapterFiles.read(folder);
    assertEquals(new AdapterConfig(2, 3, 0.1, CONFIG.targets(), false), adapter.config());
    LoraSlot v = new LoraSlot(1, "v_proj", 'B');
    assertEquals(first(v), adapter.factors().get(v)[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "0x3c00, 1",
    "0xc000, -2",
    "0x3555, 0.33325195",
    "0x0001, 5.9604645e-8",
    "0x8000, -0.0",
    "0x7bff, 65504",
    "0x7c00, Infinity",
    "0x0400, 6.1035156e-5"
  })
  void halfPrecisionIsRead(String bits, float number) {
    List<SafetensorsWriter.Entry> factors = new ArrayList<>();
    AdapterConfig config = new AdapterConfig(1, 1, 0, List.of("v_proj"), false);
    for (char factor : new char[] {'A', 'B'}) {
      ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putShort(0, (short) (int) Integer.decode(bits));
      String name = new LoraSlot(0, "v_proj", factor).tensorName();
      factors.add(new SafetensorsWriter.Entry(name, "F16", new long[] {1, 1}, bytes));
    }
    AdapterFiles.write(folder, config, AdapterFiles.Base.NONE, factors, stage -> {});
    AdapterFiles.read(folder).factors().values().forEach(of -> assertEquals(number, of[0]));
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
    AdapterConfig written =
        new AdapterConfig(2, 4, 0, List.of("c_attn", "attn.c_proj", "mlp.c_proj"), false);
    SafetensorsWriter.write(
        folder.resolve("adapter_model.safetensors"), Map.of(), factors(written, 2));
    AdapterConfig config = AdapterFiles.read(folder).config();
    assertEquals(written, config);
    Files.writeString(file, config.toJson(AdapterFiles.Base.NONE));
    assertEquals(config, AdapterFiles.read(folder).config());
    assertTrue(config.toJson(AdapterFiles.Base.NONE).contains("\"fan_in_fan_out\": true"));
  }

  @Test
  void anIncompleteAdapterIsRefused() throws IOException {
    assertFault(() -> AdapterFiles.read(folder), "adapter_config.json is missing");
    List<SafetensorsWriter.Entry> factors = factors(CONFIG, 2);
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors, stage -> {});
    Path weights = folder.resolve("adapter_model.safetensors");
    Path config = folder.resolve("adapter_config.json");

    SafetensorsWriter.Entry last = factors(CONFIG, 2).get(7);
    assertFault(
        () ->
            AdapterFiles.write(
                folder, CONFIG, AdapterFiles.Base.NONE, factors.subList(0, 7), stage -> {}),
        last.name() + " is missing");
    Files.writeString(
        config, new AdapterConfig(4, 8, 0, CONFIG.targets(), false).toJson(AdapterFiles.Base.NONE));
    assertFault(() -> AdapterFiles.read(folder), "F32[2, 3]", "expected rank r = 4", "axis 0");
    Files.writeString(
        config,
        new AdapterConfig(2, 8, 0, List.of("v_proj"), false).toJson(AdapterFiles.Base.NONE));
    assertFault(() -> AdapterFiles.read(folder), "down_proj", "not one of the target_modules");
    Files.writeString(config, CONFIG.toJson(AdapterFiles.Base.NONE));
    SafetensorsWriter.Entry head = entry("base_model.model.lm_head.lora_A.weight", 2, 2);
    SafetensorsWriter.write(weights, Map.of(), List.of(head));
    assertFault(() -> AdapterFiles.read(folder), "lm_head.lora_A.weight", "not a LoRA factor");
    AdapterFiles.write(folder, CONFIG, AdapterFiles.Base.NONE, factors(CONFIG, 2), stage -> {});
    configure("\"target_modules\": \"all-linear\"");
    assertFault(() -> AdapterFiles.read(folder), "layers.0.self_attn.q_proj.lora_A", "is missing");
    Files.delete(weights);
    assertFault(() -> AdapterFiles.read(folder), "adapter_model.safetensors is missing");
    Files.write(folder.resolve("adapter_model.bin"), new byte[2]);
    assertFault(() -> AdapterFiles.read(folder), "adapter_model.bin", "safe_serialization");
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

  /** The first number of a factor. */
  private static float first(LoraSlot slot) {
    return slot.hashCode() % 1000;
  }

  private static SafetensorsWriter.Entry numbers(
      String name, int rows, int columns, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new SafetensorsWriter.Entry(name, "F32", new long[] {rows, columns}, bytes);
  }

  private static SafetensorsWriter.Entry entry(String name, int rows, int columns) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    LoraSlot.parse(name).ifPresent(slot -> bytes.putFloat(0, first(slot)));
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
