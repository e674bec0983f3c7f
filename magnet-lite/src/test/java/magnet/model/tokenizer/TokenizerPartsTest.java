package magnet.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import magnet.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without the checks each of these ends the process, in the native tokenizer. */
class TokenizerPartsTest {

  private static final String MODEL =
      "\"model\": {\"type\": \"BPE\", \"unk_token\": \"a\", \"vocab\": {\"a\": 0, \"b\": 1, \"ab\":"
          + " 2}, \"merges\": [\"a b\"]%s}";

  @TempDir Path folder;

  private TextTokenizer load(String part, String ofModel) throws IOException {
    String json = "{\"version\": \"1.0\"," + part + MODEL.formatted(ofModel) + "}";
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return TextTokenizer.load(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"decoder\": {\"type\": \"ByteLevel\", \"add_prefix_space\": 1e999} | beyond a double",
        "\"decoder\": {\"type\": \"ByteLevel\", \"add_prefix_space\": 1} | true or false",
        "\"decoder\": {\"type\": \"\\ud83d\"} | half a character",
        "\"decoder\": {\"type\": \"What\"} | one of BPEDecoder",
        "\"decoder\": {} | one of BPEDecoder",
        "\"decoder\": {\"type\": \"Strip\", \"content\": \"a\", \"start\": 0, \"stop\": 9} | 0, as",
        "\"decoder\": {\"type\": \"Sequence\", \"decoders\": [{\"type\": \"Strip\", \"content\":"
            + " \"a\", \"start\": 0, \"stop\": 9}]} | 0, as",
        "\"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAAA\"} | broken",
        "\"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"BAAAAP////8=\"}"
            + " | leads outside",
        "\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\":"
            + " {\"id\": \"x\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\": {}} | lists",
        "\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [{\"Sequence\":"
            + " {\"id\": \"B\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\": {}} | lists",
      })
  void whatWouldEndTheProcessIsRefused(String part, String fact) {
    Fuzz.takenOrRefused(part, () -> loaded(part + ",", ""));
    refused(() -> load(part + ",", ""), fact);
  }

  @Test
  void rawControlCharactersAndDepthAreRefused() {
    refused(() -> load("\"decoder\": {\"type\": \"Fu\u0001se\"},", ""), "raw control character");
    String deep = "{\"type\": \"Fuse\", \"a\": " + "[".repeat(127) + "]".repeat(127) + "}";
    refused(() -> load("\"decoder\": " + deep + ",", ""), "nested");
  }

  @Test
  void mergesShorterThanTheirPrefixAreRefused() {
    refused(() -> load("", ", \"continuing_subword_prefix\": \"##\""), "continuing_subword_prefix");
  }

  @Test
  void aTokenizerThatCannotSayTheMaskLoads() throws IOException {
    String underscoresGoAway =
        "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"[^ab]+\"},"
            + " \"content\": \"\"},";
    try (TextTokenizer tokenizer = load(underscoresGoAway, "")) {
      assertEquals(2, tokenizer.encode("ab").ids()[0]);
      assertEquals(OptionalInt.empty(), tokenizer.mask());
    }
  }

  private void loaded(String part, String ofModel) {
    try {
      load(part, ofModel).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(org.junit.jupiter.api.function.Executable call, String fact) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(fact), message);
  }
}
