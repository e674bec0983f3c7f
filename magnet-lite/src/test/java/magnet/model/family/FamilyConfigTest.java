package magnet.model.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import magnet.Fixtures;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;
import magnet.model.RandomModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each family reads in its config.json, what it refuses there, and what it cannot be given.
 */
class FamilyConfigTest {

  @Test
  void theConfigsOfTheHubAreRead() {
    Architecture pythia =
        parse(
            """
            {"architectures": ["GPTNeoXForCausalLM"], "bos_token_id": 0, "eos_token_id": 0,
             "hidden_act": "gelu", "hidden_size": 128, "initializer_range": 0.02,
             "intermediate_size": 512, "layer_norm_eps": 1e-05, "max_position_embeddings": 2048,
             "model_type": "gpt_neox", "num_attention_heads": 4, "num_hidden_layers": 6,
             "rotary_emb_base": 10000, "rotary_pct": 0.25, "tie_word_embeddings": false,
             "torch_dtype": "float16", "use_cache": true, "use_parallel_residual": true,
             "vocab_size": 50304}
            """);
    assertEquals(new Rope(10_000, new RopeScaling.None(), 0.25), pythia.rope());
    assertEquals(8, pythia.rope().rotated(pythia.headSize()));
    assertTrue(pythia.variant().parallelResidual());
    assertEquals(Activation.GELU, pythia.variant().activation());
    assertEquals(pythia, parse(pythia.toConfigJson("float32")));
    Architecture gpt2 =
        parse(
            """
            {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"],
             "attn_pdrop": 0.1, "bos_token_id": 50256, "embd_pdrop": 0.1, "eos_token_id": 50256,
             "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "model_type": "gpt2",
             "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024,
             "resid_pdrop": 0.1, "summary_type": "cls_index", "vocab_size": 50257}
            """);
    assertEquals(124_439_808, gpt2.parameters());
    assertEquals(gpt2, parse(gpt2.toConfigJson("float32")));
    Architecture gemma2 =
        parse(
            """
            {"architectures": ["Gemma2ForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "attn_logit_softcapping": 50.0, "bos_token_id": 2,
             "cache_implementation": "hybrid", "eos_token_id": 1, "final_logit_softcapping": 30.0,
             "head_dim": 256, "hidden_act": "gelu_pytorch_tanh",
             "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 2304,
             "initializer_range": 0.02, "intermediate_size": 9216,
             "max_position_embeddings": 8192, "model_type": "gemma2", "num_attention_heads": 8,
             "num_hidden_layers": 26, "num_key_value_heads": 4, "pad_token_id": 0,
             "query_pre_attn_scalar": 256, "rms_norm_eps": 1e-06, "rope_theta": 10000.0,
             "sliding_window": 4096, "torch_dtype": "float32", "use_cache": true,
             "vocab_size": 256000}
            """);
    assertEquals(2_614_341_888L, gemma2.parameters());
    assertEquals(LayerKind.WINDOWED, gemma2.variant().kind(0));
    assertEquals(LayerKind.FULL, gemma2.variant().kind(1));
    assertEquals(gemma2, parse(gemma2.toConfigJson("float32")));
    String scalar = "\"query_pre_attn_scalar\": 256,";
    assertTrue(
        gemma2.toConfigJson("float32").contains(scalar), "transformers wants a whole number");
    Architecture gemma3 =
        parse(
            """
            {"architectures": ["Gemma3ForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "attn_logit_softcapping": null, "bos_token_id": 2,
             "cache_implementation": "hybrid", "eos_token_id": [1, 106],
             "final_logit_softcapping": null, "head_dim": 256,
             "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 1152,
             "initializer_range": 0.02, "intermediate_size": 6912,
             "max_position_embeddings": 32768, "model_type": "gemma3_text",
             "num_attention_heads": 4, "num_hidden_layers": 26, "num_key_value_heads": 1,
             "pad_token_id": 0, "query_pre_attn_scalar": 256, "rms_norm_eps": 1e-06,
             "rope_local_base_freq": 10000, "rope_scaling": null, "rope_theta": 1000000,
             "sliding_window": 512, "sliding_window_pattern": 6, "torch_dtype": "bfloat16",
             "use_cache": true, "vocab_size": 262144}
            """);
    assertEquals(999_885_952L, gemma3.parameters());
    assertEquals(LayerKind.FULL, gemma3.variant().kind(5));
    assertEquals(LayerKind.WINDOWED, gemma3.variant().kind(6));
    assertEquals(gemma3, parse(gemma3.toConfigJson("float32")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt2 | \"scale_attn_by_inverse_layer_idx\": true | scale_attn_by_inverse_layer_idx",
        "gpt2 | \"scale_attn_weights\": false | scale_attn_weights",
        "gpt2 | \"add_cross_attention\": true | add_cross_attention",
        "gpt2 | \"activation_function\": \"relu\" | relu",
        "gpt2 | \"n_head\": 5 | n_head",
        "gpt_neox | \"hidden_act\": \"relu\" | relu",
        "gpt_neox | \"attention_bias\": false | attention_bias",
        "gpt_neox | \"hidden_dropout\": 0.1 | hidden_dropout",
        "gpt_neox | \"rotary_pct\": 0.4 | the rotated part of head_dim is 3",
        "gpt_neox | \"rope_scaling\": {\"type\": \"yarn\"} | yarn",
        "gemma2 | \"hidden_activation\": \"gelu\" | hidden_activation",
        "gemma2 | \"use_bidirectional_attention\": true | use_bidirectional_attention",
        "gemma2 | \"sliding_window\": null | sliding_window",
        "gemma2 | \"layer_types\": [\"full_attention\"] | layer_types",
        "gemma2 | \"layer_types\": [\"full_attention\", \"chunked_attention\"] | layer_types",
        "gemma2 | \"final_logit_softcapping\": -1 | final_logit_softcapping",
        "gemma3 | \"rope_parameters\": {\"sliding_attention\": {\"rope_type\": \"linear\"}}"
            + " | rope_type",
        "gemma3 | \"rope_scaling\": {\"rope_type\": \"yarn\"} | yarn",
      })
  void whatAnotherFamilyCannotHonourIsRefused(String name, String json, String fact) {
    JsonObject config = JsonParser.parseString(text(name)).getAsJsonObject();
    if (json.contains("rope_") || json.contains("rotary_")) {
      config.remove("rope_parameters");
    }
    JsonParser.parseString("{" + json + "}")
        .getAsJsonObject()
        .entrySet()
        .forEach(entry -> config.add(entry.getKey(), entry.getValue()));
    String changed = new GsonBuilder().serializeNulls().create().toJson(config);
    assertRefused(() -> parse(changed), fact, "here.json");
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void theLayoutOfTransformersFiveIsReadAndItsNumbersAreKept(String name) {
    Architecture of = Architecture.read(Fixtures.of(name).folder());
    assertEquals(of, parse(of.toConfigJson("float32")), "after writing and reading again");
  }

  @ParameterizedTest
  @MethodSource("families")
  void whatIsUsualInAFamilyIsWrittenAndReadAgain(String family) {
    Architecture of = Shapes.in(family, Architecture.llama(512, 64, 172, 6, 8, 4, 256));
    assertEquals(family, of.family());
    assertEquals(of, parse(of.toConfigJson("float32")));
  }

  @Test
  void windowsMayBeTakenAway() {
    Architecture none = Shapes.withWindow(Architecture.read(Fixtures.of("gemma3").folder()), 0);
    assertEquals(List.of(LayerKind.FULL), none.kinds());
    assertEquals(List.of(LayerKind.FULL), parse(none.toConfigJson("float32")).kinds());
    JsonObject all = JsonParser.parseString(text("gemma3")).getAsJsonObject();
    all.remove("layer_types");
    all.addProperty("sliding_window_pattern", 3);
    assertEquals(
        List.of(true, true, false), parse(all.toString()).variant().windowed(), "of three layers");
    all.addProperty("sliding_window_pattern", 0);
    assertRefused(() -> parse(all.toString()), "sliding_window_pattern", "positive");
  }

  @Test
  void aFamilyIsNotGivenWhatItCannotHave() {
    Architecture llama = Architecture.llama(512, 64, 172, 6, 8, 4, 256);
    assertRefused(() -> Shapes.with(llama, Variant.PLAIN.withCaps(0, 50, 0)), "variant", "llama");
    assertRefused(() -> Shapes.with(llama, Rope.NONE), "partial_rotary_factor", "llama");
    Architecture gpt2 = Shapes.in("gpt2", llama);
    assertRefused(() -> Shapes.with(gpt2, new Rope(10_000)), "rotary", "gpt2");
    assertRefused(
        () -> parse(gpt2.toConfigJson("float32").replace("}", ", \"head_dim\": 16}")),
        "heads",
        "gpt2");
  }

  static Stream<String> families() {
    return RandomModels.families();
  }

  private static String text(String name) {
    try {
      return Files.readString(Fixtures.of(name).folder().resolve("config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    assertTrue(message.endsWith("."), message);
  }
}
