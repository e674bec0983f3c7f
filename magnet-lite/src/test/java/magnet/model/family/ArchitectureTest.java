package magnet.model.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import magnet.Shared;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;
import magnet.model.checkpoint.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final String LLAMA =
      """
      {"model_type": "llama", "vocab_size": 300, "hidden_size": 64, "intermediate_size": 112,
       "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
       "max_position_embeddings": 512, "rms_norm_eps": 1e-05}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void bothLayoutsOfConfigJsonSayTheSame(String name) {
    Path golden = Shared.path("golden/checkpoints/" + name);
    Architecture hub = Architecture.read(golden);
    assertEquals(hub, Architecture.read(golden.resolve("config.v5.json")));
    assertEquals(hub, parse(hub.toConfigJson("float32")), "after writing and reading again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma", "gemma3", "phi3", "mixtral", "gpt_neo", "bert"})
  void otherFamiliesAreRefusedByName(String type) {
    assertRefused(
        () -> parse(LLAMA.replace("llama", type)),
        "model_type \"" + type + "\"",
        "llama, mistral, qwen2, qwen3, gemma2, gemma3_text, gpt2, gpt_neox");
  }

  @Test
  void everyNumberOfAGoldenIsRead() {
    Architecture llama = Architecture.read(Shared.path("golden/checkpoints/llama_gqa_rope3"));
    Rope rope = new Rope(10_000, new RopeScaling.Llama3(8, 1, 4, 64), 1);
    assertEquals(
        new Architecture(
            "llama",
            160,
            64,
            112,
            2,
            4,
            2,
            16,
            512,
            1e-5,
            rope,
            true,
            Variant.PLAIN,
            1,
            List.of(2),
            0),
        llama);
    Architecture mistral = Architecture.read(Shared.path("golden/checkpoints/mistral"));
    assertEquals(24, mistral.headSize());
    assertEquals(new Rope(1e6), mistral.rope());
    assertEquals(0, mistral.slidingWindow());
    Architecture window = Architecture.read(Shared.path("golden/checkpoints/mistral_swa"));
    assertEquals(8, window.slidingWindow());
    Architecture qwen2 = Architecture.read(Shared.path("golden/checkpoints/qwen2"));
    assertEquals(Variant.PLAIN, qwen2.variant());
    Architecture qwen3 = Architecture.read(Shared.path("golden/checkpoints/qwen3"));
    assertEquals(32, qwen3.headSize());
    Architecture gemma2 = Architecture.read(Shared.path("golden/checkpoints/gemma2"));
    assertEquals(
        Variant.PLAIN
            .withActivation(Activation.GELU_TANH)
            .withCaps(24, 2, 1)
            .withWindow(4096)
            .withWindowed(List.of(true, false), 0),
        gemma2.variant());
    assertTrue(gemma2.tiedEmbeddings());
    Architecture gemma3 = Architecture.read(Shared.path("golden/checkpoints/gemma3"));
    assertEquals(
        Variant.PLAIN
            .withActivation(Activation.GELU_TANH)
            .withCaps(20, 0, 0)
            .withWindow(512)
            .withWindowed(List.of(true, false, true), 1e4),
        gemma3.variant());
    assertEquals(new Rope(1e6), gemma3.rope(LayerKind.FULL));
    assertEquals(new Rope(1e4), gemma3.rope(LayerKind.WINDOWED));
    Architecture gpt2 = Architecture.read(Shared.path("golden/checkpoints/gpt2"));
    assertEquals(Rope.NONE, gpt2.rope());
    assertEquals(Variant.PLAIN.withActivation(Activation.GELU_TANH), gpt2.variant());
    assertEquals(
        List.of(64, 256, 128),
        List.of(gpt2.hiddenSize(), gpt2.intermediateSize(), gpt2.maxPositions()));
  }

  @Test
  void whatIsAbsentGetsTheValueOfTransformers() {
    Architecture llama = parse(LLAMA);
    assertEquals(16, llama.headSize());
    assertEquals(new Rope(10_000), llama.rope());
    assertFalse(llama.tiedEmbeddings());
    assertEquals(1, llama.bosId());
    assertEquals(List.of(2), llama.eosIds());
    assertEquals(Architecture.ABSENT, llama.padId());
    assertEquals(4, parse(LLAMA.replace("\"num_key_value_heads\": 2,", "")).keyValueHeads());
    assertEquals(4096, parse(LLAMA.replace("llama", "mistral")).slidingWindow());
    assertEquals(128, parse(LLAMA.replace("llama", "qwen3")).headSize());
    assertEquals(Architecture.ABSENT, parse(LLAMA.replace("llama", "qwen2")).eosId());
  }

  @Test
  void nullIsNotAbsent() {
    Architecture llama = parse(with("\"bos_token_id\": null, \"eos_token_id\": null"));
    assertEquals(Architecture.ABSENT, llama.bosId());
    assertEquals(List.of(), llama.eosIds());
    assertEquals(Architecture.ABSENT, llama.eosId());
  }

  @Test
  void severalEndTokensAreKept() {
    Architecture llama = parse(with("\"eos_token_id\": [5, 7]"));
    assertEquals(List.of(5, 7), llama.eosIds());
    assertEquals(5, llama.eosId());
    assertEquals(llama, parse(llama.toConfigJson("float32")));
  }

  @Test
  void oldSpellingsOfRopeScalingAreRead() {
    assertEquals(
        new RopeScaling.Linear(4),
        parse(with("\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}")).rope().scaling());
    assertEquals(
        new Rope(5e5, new RopeScaling.Llama3(8, 1, 4, 512), 1),
        parse(
                with(
                    """
                    "rope_theta": 500000, "rope_scaling": {"rope_type": "llama3", "factor": 8,
                    "low_freq_factor": 1, "high_freq_factor": 4}
                    """))
            .rope());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hidden_act\": \"gelu\" | hidden_act | \"gelu\"",
        "\"mlp_bias\": true | mlp_bias | true",
        "\"attention_bias\": true | attention_bias | true",
        "\"attention_dropout\": 0.1 | attention_dropout | 0.1",
        "\"partial_rotary_factor\": 0.5 | partial_rotary_factor | 0.5",
        "\"quantization_config\": {\"bits\": 4} | quantization_config | \"bits\":4",
        "\"sliding_window\": 64 | sliding_window | 64",
        "\"layer_types\": [\"sliding_attention\"] | layer_types | sliding_attention",
        "\"rope_scaling\": {\"rope_type\": \"yarn\"} | \"yarn\" | default, linear, llama3",
        "\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2} | \"dynamic\" | supported",
        "\"rope_scaling\": {\"type\": \"linear\"} | rope_scaling has no | factor",
        "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 0} | factor | 0.0",
        "\"rope_parameters\": {\"full_attention\": {}} | full_attention | per kind of layer",
        "\"rope_theta\": 5, \"rope_parameters\": {\"rope_theta\": 6} | rope_theta | 6",
        "\"rope_parameters\": {\"rope_theta\": 1}, \"rope_scaling\": {\"factor\": 1}"
            + " | rope_scaling | rope_parameters",
        "\"num_key_value_heads\": 3 | num_attention_heads is 4 | 3",
        "\"num_attention_heads\": 5 | num_attention_heads | hidden_size",
        "\"num_attention_heads\": 0 | num_attention_heads | 0",
        "\"head_dim\": 15 | head_dim is 15 | even",
        "\"num_hidden_layers\": -1 | num_hidden_layers is -1 | positive",
        "\"vocab_size\": \"many\" | vocab_size | a whole number",
        "\"vocab_size\": 3.5 | vocab_size | 3.5",
        "\"vocab_size\": 5000000000 | vocab_size | 5000000000",
        "\"vocab_size\": null | vocab_size | null",
        "\"rms_norm_eps\": 0 | rms_norm_eps | 0.0",
        "\"eos_token_id\": [2, 300] | eos_token_id is 300 | 300",
        "\"pad_token_id\": 300 | pad_token_id is 300 | below vocab_size",
        "\"tie_word_embeddings\": \"yes\" | tie_word_embeddings | true or false",
      })
  void whatWouldChangeTheNumbersIsRefused(String json, String key, String fact) {
    assertRefused(() -> parse(with(json)), key, fact, "here.json");
  }

  @Test
  void qwenWindowsAreRefused() {
    String qwen = with("\"use_sliding_window\": true").replace("llama", "qwen2");
    assertRefused(() -> parse(qwen), "use_sliding_window", "sliding window");
    assertRefused(
        () -> parse(with("\"attention_bias\": true").replace("llama", "qwen3")), "attention_bias");
  }

  @Test
  void aMissingOrBrokenFileIsNamed() throws IOException {
    assertRefused(() -> Architecture.read(folder), "config.json is missing", folder.toString());
    Path config = Files.writeString(folder.resolve("config.json"), "{\"model_type\": ");
    assertRefused(() -> Architecture.read(folder), config.toString(), "not valid JSON");
    Files.writeString(config, "[]");
    assertRefused(() -> Architecture.read(folder), config.toString(), "not one JSON object");
    Files.writeString(config, "{}");
    assertRefused(() -> Architecture.read(folder), "no \"model_type\"", config.toString());
    Files.writeString(config, LLAMA);
    assertEquals(parse(LLAMA), Architecture.read(folder));
    assertEquals(parse(LLAMA), Architecture.read(config));
  }

  @Test
  void pretrainingStartsFromSizes() {
    Architecture small = Architecture.llama(512, 64, 172, 5, 8, 4, 256);
    assertEquals(8, small.headSize());
    assertTrue(small.tiedEmbeddings());
    assertEquals(
        512L * 64 + 5 * (2 * 64 + 64L * 8 * (8 + 4 + 4 + 8) + 3 * 64 * 172) + 64,
        small.parameters());
    assertEquals(600, small.withVocabularySize(600).vocabularySize());
    assertEquals(7, Shapes.withWindow(Shapes.in("mistral", small), 7).slidingWindow());
    assertRefused(() -> Shapes.withWindow(small, 7), "sliding_window is 7", "llama has none");
    assertEquals(small.parameters() + 5 * 16 * 8, Shapes.in("qwen2", small).parameters());
    assertRefused(
        () -> Architecture.llama(512, 65, 172, 5, 8, 4, 256), "hidden_size is 65", "multiple");
    assertRefused(() -> small.toConfigJson("int8"), "torch_dtype is int8");
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfTheFiles() {
    for (String name :
        List.of(
            "llama_mha", "mistral", "mistral_swa", "qwen2", "qwen3", "gemma2", "gemma3", "gpt2")) {
      Path golden = Shared.path("golden/checkpoints/" + name);
      Architecture architecture = Architecture.read(golden);
      Map<String, long[]> expected = DecoderFamily.of(architecture.family()).tensors(architecture);
      try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("model.safetensors"))) {
        assertEquals(file.names(), expected.keySet(), name);
        expected.forEach(
            (tensor, shape) -> assertArrayEquals(shape, file.info(tensor).shape(), tensor));
      }
    }
  }

  private static String with(String more) {
    return LLAMA.strip().replace("}", ", " + more.strip() + "}");
  }

  private static Architecture parse(String json) {
    KeyedReader config = KeyedReader.json(json, "here.json");
    return DecoderFamily.of(config.neededText("model_type")).read(config);
  }

  private static void assertRefused(Runnable action, String... facts) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    for (String fact : facts) {
      assertTrue(message.contains(fact), () -> "\"" + fact + "\" is not in: " + message);
    }
    assertFalse(message.contains("\n"), message);
    assertTrue(message.endsWith("."), message);
  }
}
