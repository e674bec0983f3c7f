package magnet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.io.KeyedReader;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and forged files of models are taken or refused, and nothing else. */
class HostileModelFilesTest {

  private static final int INPUTS = 3000;

  @TempDir Path folder;

  private Path copied(String resource) throws IOException {
    Path file = Fixtures.resource(resource);
    return Files.copy(file, folder.resolve(file.getFileName()));
  }

  @Test
  void json() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"a\": [1, -2.5e3, true, null, {\"b\": \"c\\u00e9\\ud83d\\ude00\\n\"}], \"d\": {}}");
    Fuzz.damage(
        file,
        2 * INPUTS,
        each -> {
          KeyedReader json = KeyedReader.json(each);
          for (String key : json.keys()) {
            Fuzz.takenOrRefused(key, () -> json.wholes(key));
            Fuzz.takenOrRefused(key, () -> json.neededNumber(key));
            Fuzz.takenOrRefused(key, () -> json.neededText(key));
            Fuzz.takenOrRefused(key, () -> json.neededSection(key));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3", "gpt2", "gpt_neox", "mistral", "qwen2"})
  void configurations(String family) throws IOException {
    Path file = copied("/magnet/model/families/" + family + "/config.json");
    Fuzz.damage(file, INPUTS / 3, each -> Architecture.read(each).parameters());
  }

  @Test
  void checkpoints() throws IOException {
    copied("/magnet/model/families/llama/config.json");
    Path weights = copied("/magnet/model/families/llama/model.safetensors");
    Fuzz.damage(
        headerAlone(weights),
        INPUTS,
        each -> {
          try (SafetensorsFile open = SafetensorsFile.open(each)) {
            open.names().forEach(open::map);
          }
        });
    Files.write(
        weights,
        Files.readAllBytes(Fixtures.resource("/magnet/model/families/llama/model.safetensors")));
    Fuzz.damage(
        folder.resolve("config.json"),
        INPUTS / 6,
        each -> {
          try (Checkpoint open = Checkpoint.open(folder)) {
            open.verify();
          }
        });
  }

  /** With few bytes of data, so that damage falls on the header. */
  private static Path headerAlone(Path weights) throws IOException {
    String header = "{\"__metadata__\":{\"format\":\"pt\"},";
    header += "\"a.b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},";
    header += "\"c\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + text.length + 32).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(weights, file.putLong(text.length).put(text).array());
  }

  @Test
  void shardIndexes() throws IOException {
    copied("/magnet/model/families/llama/config.json");
    Path weights = copied("/magnet/model/families/llama/model.safetensors");
    Files.move(weights, folder.resolve("one.safetensors"));
    Path index = folder.resolve("model.safetensors.index.json");
    StringBuilder map = new StringBuilder();
    try (SafetensorsFile open = SafetensorsFile.open(folder.resolve("one.safetensors"))) {
      open.names().forEach(each -> map.append(",\"" + each + "\": \"one.safetensors\""));
    }
    Files.writeString(index, "{\"weight_map\": {" + map.substring(1) + "}}");
    Fuzz.damage(index, INPUTS / 3, each -> Checkpoint.open(folder).close());
    for (String shard : List.of("/", "\\u0000", "\\ud800", "..", "", ".", "a/b", "\\u001b[31m")) {
      Files.writeString(index, "{\"weight_map\": {\"a\": \"" + shard + "\"}}");
      refused(shard, () -> Checkpoint.open(folder), "");
      refused(shard, () -> Magnet.load(folder), "");
    }
    for (String none :
        List.of("{}", "[]", "{\"weight_map\": null}", "{\"weight_map\": {\"a\": 1}}")) {
      Files.writeString(index, none);
      refused(none, () -> Checkpoint.open(folder), "");
    }
  }

  @Test
  void adapters() throws IOException {
    Path config = copied("/magnet/model/families/llama/adapter/adapter_config.json");
    Path weights = copied("/magnet/model/families/llama/adapter/adapter_model.safetensors");
    Fuzz.damage(config, INPUTS / 3, each -> AdapterFiles.read(folder).factors());
    Fuzz.damage(weights, INPUTS / 6, each -> AdapterFiles.read(folder).factors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:(?:.*.*.*.*.*.*.*.*.*)*)Z",
        "(a*)*b|.*(.*)*(.*)*x",
        "(model|layers|\\\\.|[a-z0-9_.])*(.*)+!"
      })
  void expressionsThatNeverEnd(String expression) throws IOException {
    Path config = copied("/magnet/model/families/llama/adapter/adapter_config.json");
    copied("/magnet/model/families/llama/adapter/adapter_model.safetensors");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst(
                "(?s)\"target_modules\": (\\[.*?]|\"[^\"]*\")",
                "\"target_modules\": \"" + expression.replace("\\", "\\\\") + "\""));
    refused(expression, () -> AdapterFiles.read(folder), "");
  }

  @Test
  void anAdapterOfFarLayers() throws IOException {
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 1, \"target_modules\": [\"q_proj\"]}");
    for (int layer : List.of(999_999, 1000)) {
      String begin = "\"base_model.model.model.layers." + layer + ".self_attn.q_proj.lora_";
      String header =
          "{"
              + begin
              + "A.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
              + begin
              + "B.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]}}";
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      ByteBuffer file = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
      Files.write(
          folder.resolve("adapter_model.safetensors"), file.putLong(text.length).put(text).array());
      refused("layer " + layer, () -> AdapterFiles.read(folder), "in a layer below 1000");
    }
  }

  @Test
  void layersWithoutEnd() throws IOException {
    for (String family : List.of("llama", "gemma3", "gpt2", "gpt_neox")) {
      Path config = Fixtures.resource("/magnet/model/families/" + family + "/config.json");
      String json =
          Files.readString(config)
              .replaceAll("\"(num_hidden_layers|n_layer)\": \\d+", "\"$1\": 2147483647");
      Path forged = Files.writeString(folder.resolve(family + ".json"), json);
      refused(family, () -> Architecture.read(forged), "num_hidden_layers is 2147483647");
    }
  }

  @Test
  void aRemedyThatHelps() throws IOException {
    Path config = copied("/magnet/model/families/llama/config.json");
    String json = Files.readString(config);
    for (String word : List.of("Infinity", "-Infinity", "NaN")) {
      Files.writeString(config, json.replaceFirst("\\{", "{\"time_step_limit\": " + word + ","));
      refused(word, () -> Architecture.read(config), "write a finite number or null there");
    }
    String scaled =
        "{\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 1,"
            + " \"high_freq_factor\": 4%s}, \"original_max_position_embeddings\": 64,";
    Files.writeString(config, json.replaceFirst("\\{", scaled.formatted("")));
    if (!json.contains("rope_parameters")) {
      assertTrue(Architecture.read(config).rope().toString().contains("originalMaxPositions=64"));
      Files.writeString(
          config,
          json.replaceFirst("\\{", scaled.formatted(", \"original_max_position_embeddings\": 32")));
      refused("two", () -> Architecture.read(config), "correct one of the two");
    }
  }

  @Test
  void tokenizers() throws IOException {
    copied("/magnet/model/bytelevel/tokenizer.json");
    Fuzz.damage(folder.resolve("tokenizer.json"), INPUTS, each -> use());
  }

  /** The parts that are small beside the vocabulary, where damage seldom falls. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"decoder\":{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,"
            + "\"use_regex\":true}",
        "\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"x\"},\"content\":\""
            + " \"},{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"},{\"type\":\"Strip\",\"content\":\""
            + " \",\"start\":1,\"stop\":0}]}",
        "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":"
            + "{\"id\":\"a\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":"
            + "[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"Sequence\":{\"id\":\"B\","
            + "\"type_id\":1}}],\"special_tokens\":{\"a\":{\"id\":\"a\",\"ids\":[0],\"tokens\":"
            + "[\"a\"]}}}",
        "\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Prepend\",\"prepend\":"
            + "\"_\"},{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"_\"}]}",
        "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\","
            + "\"pattern\":{\"Regex\":\"\\\\s+\"},\"behavior\":\"Isolated\",\"invert\":false},"
            + "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"first\","
            + "\"split\":false},{\"type\":\"Digits\",\"individual_digits\":true}]}"
      })
  void partsOfTokenizers(String part) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tokenizer.json"),
            "{\"version\":\"1.0\",\"added_tokens\":[],"
                + part
                + ",\"model\":{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":\"a\","
                + "\"continuing_subword_prefix\":\"\",\"end_of_word_suffix\":\"\",\"fuse_unk\":false,\"vocab\":{\"a\":0,\"b\":1,\"_\":2,\"ab\":3},\"merges\":[\"a"
                + " b\"]}}");
    Fuzz.damage(file, INPUTS / 3, each -> use());
  }

  private void use() {
    try (TextTokenizer tokenizer = TextTokenizer.load(folder)) {
      int[] ids = tokenizer.encode("ab Tom's 12 \ud83d\ude00\n").ids();
      Fuzz.takenOrRefused("decoding", () -> tokenizer.decode(ids));
      Fuzz.takenOrRefused("masking", tokenizer::mask);
      Fuzz.takenOrRefused("pieces", () -> tokenizer.encodePieces(List.of("a ", "", " b")));
    }
  }

  private static void refused(String what, Runnable call, String fact) {
    Fuzz.takenOrRefused(what, call);
    String message = assertThrows(RuntimeException.class, call::run, what).getMessage();
    assertTrue(message.contains(fact), message);
    assertFalse(message.contains("setStrictness"), message);
  }
}
