package magnet.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import magnet.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {

  static final String BYTE_LEVEL = "byte-level";
  private static final String SENTENCES = "Tom lost his ball. He looked under the bed.";
  private static final String MANY_KINDS = "Tom 😀 lost e\u0301 the 👩‍👧 ball.";

  @TempDir Path folder;

  /** The committed tokenizer, or a model's in the shared folder. */
  static TextTokenizer load(String name) {
    return TextTokenizer.load(folder(name));
  }

  private static Path folder(String name) {
    if (!name.equals(BYTE_LEVEL)) {
      return Shared.path("models/" + name);
    }
    try {
      return Path.of(
              TextTokenizerTest.class.getResource("/magnet/model/bytelevel/tokenizer.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m", "tinystories-656k"})
  void textGoesThereAndBackAndNothingIsAdded(String name) {
    try (TextTokenizer tokenizer = load(name)) {
      String text = SENTENCES.repeat(4) + " do n't , \"stop\" !";
      TokenizedText tokens = tokenizer.encode(text);
      assertTrue(tokens.length() > 20, "neither truncated nor padded");
      assertEquals(text, tokenizer.decode(tokens.ids()));
      for (int id : tokens.ids()) {
        assertFalse(tokenizer.isSpecial(id), tokenizer.token(id));
      }
      assertEquals(0, tokenizer.encode("").length());
      assertEquals("", tokenizer.decode(new int[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m", "tinystories-656k"})
  void rangesPointAtTheTextOfEachToken(String name) {
    try (TextTokenizer tokenizer = load(name)) {
      TokenizedText tokens = tokenizer.encode(MANY_KINDS);
      boolean[] covered = new boolean[MANY_KINDS.length()];
      for (int i = 0; i < tokens.length(); i++) {
        String range = MANY_KINDS.substring(tokens.begin()[i], tokens.end()[i]);
        assertEquals(range.strip(), range);
        assertFalse(
            !range.isEmpty() && Character.isLowSurrogate(range.charAt(0)), "half a character");
        String written = tokenizer.decode(tokens.ids(), i, i + 1).strip();
        if (written.chars().allMatch(c -> c < 128) && !written.isEmpty()) {
          assertEquals(written, range);
        }
        java.util.Arrays.fill(covered, tokens.begin()[i], tokens.end()[i], true);
      }
      for (int i = 0; i < covered.length; i++) {
        assertEquals(!Character.isWhitespace(MANY_KINDS.charAt(i)), covered[i], "char " + i);
      }
    }
  }

  @Test
  void bytesOfOneCharacterShareItsRange() {
    try (TextTokenizer tokenizer = load(BYTE_LEVEL)) {
      TokenizedText tokens = tokenizer.encode("x 😀 e\u0301");
      assertArrayEquals(new int[] {0, 2, 2, 2, 2, 2, 5, 5, 5}, tokens.begin());
      assertArrayEquals(new int[] {1, 2, 4, 4, 4, 4, 5, 7, 7}, tokens.end());
      assertEquals("x 😀 \u00e9", tokenizer.decode(tokens.ids()), "composed by its normaliser");
    }
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    try (TextTokenizer tokenizer = load(BYTE_LEVEL)) {
      String broken = "a\ud83d b\ude00";
      assertEquals(tokenizer.encode("a\ufffd b\ufffd"), tokenizer.encode(broken));
      assertEquals(
          "a\ufffd b", tokenizer.decode(tokenizer.encodePieces(List.of("a\ud83d b")).get(0)));
    }
  }

  @Test
  void specialTokensComeFromTheFiles() {
    try (TextTokenizer tokenizer = load(BYTE_LEVEL)) {
      assertEquals(OptionalInt.of(0), tokenizer.bos());
      assertEquals(OptionalInt.of(1), tokenizer.eos());
      assertEquals(OptionalInt.of(2), tokenizer.mask());
      assertEquals(OptionalInt.empty(), tokenizer.pad());
      assertTrue(tokenizer.addsBos(), "its post-processor does");
      assertEquals(340, tokenizer.vocabularySize());
      assertEquals("<|mask|>", tokenizer.token(2));
      assertTrue(tokenizer.isSpecial(2));
      assertFalse(tokenizer.isSpecial(3));
      assertEquals("Tom", tokenizer.decode(new int[] {0, tokenizer.encode("Tom").ids()[0], 1}));
      assertArrayEquals(new int[] {2}, tokenizer.encode("<|mask|>").ids());
      assertFault(() -> tokenizer.token(340), "the id 340", "below 340");
      assertFault(() -> tokenizer.decode(new int[] {-1}), "the id -1");
    }
  }

  @Test
  void realModelsHaveTheirSpecialTokens() {
    try (TextTokenizer tokenizer = load("stories260K")) {
      assertEquals(OptionalInt.of(1), tokenizer.bos());
      assertEquals(OptionalInt.of(2), tokenizer.eos());
      assertEquals(OptionalInt.empty(), tokenizer.pad());
      assertTrue(tokenizer.addsBos());
      assertEquals("<0x5F>", tokenizer.token(tokenizer.mask().getAsInt()), "an underscore");
    }
    try (TextTokenizer tokenizer = load("tinystories-656k")) {
      assertEquals(OptionalInt.of(0), tokenizer.pad());
      assertEquals("_", tokenizer.token(tokenizer.mask().getAsInt()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void theConfigurationDecidesAboutBos(String adds) throws IOException {
    copyByteLevel("\"add_bos_token\": " + adds);
    Files.writeString(folder.resolve("config.json"), "{\"pad_token_id\": 7}");
    try (TextTokenizer tokenizer = TextTokenizer.load(folder)) {
      assertEquals(Boolean.valueOf(adds), tokenizer.addsBos());
      assertEquals(OptionalInt.of(7), tokenizer.pad());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aNamedTokenBeginsEveryTextWhateverTheConfigurationSays(String adds) throws IOException {
    copyByteLevel("\"add_bos_token\": " + adds);
    try (TextTokenizer named = TextTokenizer.load(folder, "<|end|>")) {
      named.save(folder.resolve("copy"));
      try (TextTokenizer copy = TextTokenizer.load(folder.resolve("copy"))) {
        for (TextTokenizer each : List.of(named, copy)) {
          assertTrue(each.addsBos());
          assertEquals("<|end|>", each.token(each.bos().getAsInt()));
        }
      }
    }
    assertFault(() -> TextTokenizer.load(folder, "<|no|>"), "<|no|>", "tokenizer.json");
  }

  @Test
  void aSavedTokenizerIsTheSame() {
    try (TextTokenizer tokenizer = load(BYTE_LEVEL)) {
      tokenizer.save(folder.resolve("copy"));
      try (TextTokenizer copy = TextTokenizer.load(folder.resolve("copy"))) {
        assertEquals(tokenizer.encode(MANY_KINDS), copy.encode(MANY_KINDS));
        assertEquals(tokenizer.mask(), copy.mask());
      }
    }
  }

  @Test
  void whatIsMissingOrBrokenIsNamed() throws IOException {
    assertFault(() -> TextTokenizer.load(folder), "tokenizer.json is missing", folder.toString());
    Files.write(folder.resolve("tokenizer.model"), new byte[3]);
    assertFault(() -> TextTokenizer.load(folder), "tokenizer.json is missing", "convert it");
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{\"model\": {\"vocab\": ");
    assertFault(() -> TextTokenizer.load(folder), file.toString(), "End of input");
    Files.writeString(file, "{}");
    assertFault(() -> TextTokenizer.load(folder), file.toString(), "no tokens");
    Files.writeString(file, "{\"model\": {\"vocab\": {\"a\": 2000000000}}}");
    assertFault(() -> TextTokenizer.load(folder), "token a has the id 2000000000");
    Files.writeString(file, "{\"model\": {\"type\": \"What\", \"vocab\": {\"a\": 0}}}");
    assertFault(() -> TextTokenizer.load(folder), file.toString(), "not a valid tokenizer.json");
    copyByteLevel("\"pad_token\": \"<pad>\"");
    assertFault(() -> TextTokenizer.load(folder), "pad_token", "<pad>", "tokenizer.json lists");
  }

  @Test
  void severalThreadsShareOneTokenizer() throws Exception {
    try (TextTokenizer tokenizer = load(BYTE_LEVEL)) {
      TokenizedText expected = tokenizer.encode(MANY_KINDS);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        tasks.add(
            () ->
                tokenizer.encode(MANY_KINDS).equals(expected)
                    && tokenizer.decode(expected.ids()).startsWith("Tom 😀")
                    && tokenizer.encodePieces(List.of("Tom", " lost")).size() == 2);
      }
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        assertTrue(result.get());
      }
      threads.shutdown();
    }
  }

  private void copyByteLevel(String config) throws IOException {
    Files.copy(
        folder(BYTE_LEVEL).resolve("tokenizer.json"),
        folder.resolve("tokenizer.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"bos_token\": \"<|begin|>\", \"eos_token\": \"<|end|>\", " + config + "}");
  }

  private static void assertFault(Runnable action, String... facts) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    for (String fact : facts) {
      assertTrue(message.contains(fact), () -> fact + " is not in: " + message);
    }
    assertFalse(message.contains("\n"), message);
  }
}
