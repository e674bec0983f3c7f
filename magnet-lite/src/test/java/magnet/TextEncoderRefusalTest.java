package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.infer.encoding.TextEncoder;
import magnet.io.LfsPointerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text encoder that is not read, and a text that is not encoded, is refused in one sentence. */
class TextEncoderRefusalTest {

  @TempDir Path folder;

  private static TextEncoder load(Path from) {
    return TextEncoder.load(from, "cpu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | {\"model_type\": \"mpnet\"} | line 1: model_type is",
        "config.json | {\"model_type\": \"mpnet\"} | is \"mpnet\", expected a text encoder that is"
            + " read here, bert or roberta or xlm-roberta",
        "config.json | {\"model_type\": \"distilbert\"} | is \"distilbert\", expected",
        "config.json | {\"model_type\": \"bert\"} | there is no \"hidden_size\"",
        "config.json | {\"model_type\": \"bert\", \"quantization_config\": {\"bits\": 4}} |"
            + " quantization_config is {\"bits\":4}, expected none",
        "modules.json | [] | names the modules , expected Transformer, Pooling",
        "modules.json | {} | is not a list of modules",
        "modules.json | [{\"type\": \"a.Transformer\", \"path\": \"../..\"}] | expected one inside",
        "modules.json | '' | modules.json is missing",
        "tokenizer.json | '' | tokenizer.json is missing",
        "model.safetensors | '' | model.safetensors is missing",
        "tokenizer_config.json | {\"truncation_side\": \"left\"} | is \"left\", expected right",
        "sentence_bert_config.json | {\"max_seq_length\": 0} | has 0.0 tokens, expected 1 or more",
        "1_Pooling/config.json | {\"pooling_mode\": \"weightedmean\"} | is weightedmean, expected"
            + " one of cls, lasttoken, max, mean",
        "1_Pooling/config.json | {\"pooling_mode_cls_token\": true, \"pooling_mode_max_tokens\":"
            + " true} | is cls and max, expected one of",
        "1_Pooling/config.json | {\"word_embedding_dimension\": 48, \"pooling_mode_cls_token\":"
            + " true} | word_embedding_dimension is 48, expected 32, the encoder's hidden_size",
        "1_Pooling/config.json | {\"embedding_dimension\": 48, \"pooling_mode\": \"mean\"} |"
            + " embedding_dimension is 48, expected 32, the encoder's hidden_size",
        "1_Pooling/config.json | '' | 1_Pooling/config.json is missing in",
        "1_Pooling/config.json | '' | expected the pooling that modules.json names there",
        "1_Pooling/config.json | {} | is not said, expected one of"
      })
  void whatIsNotReadIsRefusedByName(String file, String text, String words) throws IOException {
    refused(TinyEncoder.changed(folder, "bert", Map.of(file, text)), words);
  }

  @Test
  void aModuleMoreIsRefusedByName() throws IOException {
    String dense = TinyEncoder.modules("Transformer", "Pooling", "Dense");
    refused(
        TinyEncoder.changed(folder, "bert", Map.of("modules.json", dense)),
        "names the modules Transformer, Pooling, Dense, expected");
  }

  @Test
  void aFolderThatIsNotThereIsRefusedAsSuch() throws IOException {
    refused(folder.resolve("none"), "none does not exist, expected the folder of a text encoder");
    Path file = Files.createFile(folder.resolve("file"));
    refused(file, "file is not a folder, expected the folder of a text encoder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json"})
  void aPointerOfGitIsRefusedAsSuch(String file) throws IOException {
    Path pointing = TinyEncoder.changed(folder, "bert", Map.of(file, LfsPointerTest.POINTER));
    refused(pointing, file + " is a Git LFS pointer, expected the file");
  }

  @Test
  void aPromptThatIsNotPooledIsRefused() throws IOException {
    Path prompted =
        TinyEncoder.changed(
            folder,
            "bert",
            Map.of(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"it: \"}, \"default_prompt_name\": \"query\"}",
                "1_Pooling/config.json",
                "{\"pooling_mode\": \"mean\", \"include_prompt\": false}"));
    refused(prompted, "is false, expected true beside the prompt \"it: \"");
  }

  @Test
  void capitalsThatShouldBeSmallAreRefusedWhereTheTokenizerKeepsThem() throws IOException {
    Map<String, String> small = Map.of("sentence_bert_config.json", "{\"do_lower_case\": true}");
    load(TinyEncoder.changed(folder, "bert", small)).close();
    refused(
        TinyEncoder.changed(folder, "roberta", small), "is true, but its tokenizer keeps capitals");
  }

  @Test
  void damagedWeightsAreToldFromVectors() throws IOException {
    Path damaged = TinyEncoder.changed(folder, "bert", Map.of());
    Path weights = damaged.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4000, (byte) 0xff); // not numbers
    Files.write(weights, bytes);
    try (TextEncoder encoder = load(damaged)) {
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> encoder.encode(List.of("the cat")));
      assertTrue(refusal.getMessage().contains("is NaN, expected numbers"), refusal.getMessage());
    }
  }

  @Test
  void weightsOfAnotherShapeAreRefused() throws IOException {
    String config = Files.readString(TinyEncoder.of("bert").resolve("config.json"));
    String wider = config.replace("\"intermediate_size\": 48", "\"intermediate_size\": 64");
    refused(
        TinyEncoder.changed(folder, "bert", Map.of("config.json", wider)),
        "tensor encoder.layer.0.intermediate.dense.weight F32[48, 32] of");
  }

  @Test
  void layersThatConfigDoesNotKnowAreRefused() throws IOException {
    String config = Files.readString(TinyEncoder.of("bert").resolve("config.json"));
    String fewer = config.replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
    refused(
        TinyEncoder.changed(folder, "bert", Map.of("config.json", fewer)),
        "tensor encoder.layer.2.");
  }

  @Test
  void aDecoderIsNoTextEncoder() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> load(Path.of("src/main/resources/magnet/pocket/model")));
    assertTrue(refusal.getMessage().contains("modules.json is missing"), refusal.getMessage());
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    try (TextEncoder encoder = load(TinyEncoder.of("bert"))) {
      refused(() -> encoder.encode(List.of("the cat", " ")), "The text \" \" has no token");
      refused(
          () -> encoder.encodeTokens("the cat ".repeat(30)),
          "has 62 tokens, expected 40 at most, the positions of");
      refused(() -> encoder.afterLayer(4), "expected 0 (the embeddings) to 3");
    }
  }

  private static void refused(Path from, String words) {
    refused(() -> load(from).close(), words);
  }

  private static void refused(Executable call, String words) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }
}
