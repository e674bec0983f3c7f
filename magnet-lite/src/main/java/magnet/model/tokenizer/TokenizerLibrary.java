package magnet.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import magnet.io.Quoted;
import magnet.io.StrictJson;

/** Starts the native tokenizer library without the network. */
public final class TokenizerLibrary {

  private static final Map<String, String> NOTHING_ADDED =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private TokenizerLibrary() {}

  /**
   * Opens a tokenizer.json; whatever truncation and padding it asks for are off.
   *
   * @param file for messages
   * @param text JSON, as {@link StrictJson#read} gives it
   * @throws IllegalArgumentException if the library rejects the file, or must not see it
   */
  public static HuggingFaceTokenizer open(Path file, String text) {
    TokenizerParts.check(file, text);
    // DJL reports its start to a server, and on a machine with a GPU it fetches another build of
    // the library; a caller who wants either has said so already.
    setIfUnsaid("OPT_OUT_TRACKING", "true");
    setIfUnsaid("RUST_FLAVOR", "cpu");
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), NOTHING_ADDED);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          Quoted.sentence(
              file + " is not a valid tokenizer.json: " + e.getMessage() + "; download it again."),
          e);
    }
  }

  private static void setIfUnsaid(String name, String value) {
    if (System.getProperty(name) == null && System.getenv(name) == null) {
      System.setProperty(name, value);
    }
  }
}
