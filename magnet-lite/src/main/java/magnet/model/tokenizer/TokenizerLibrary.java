package magnet.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import magnet.io.Unreadable;

/** Starts the native tokenizer library as this library wants it: without the network. */
public final class TokenizerLibrary {

  private static final Map<String, String> NOTHING_ADDED =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private TokenizerLibrary() {}

  /**
   * Opens a tokenizer.json; whatever truncation and padding it asks for are off.
   *
   * @throws IllegalArgumentException if the library does not take the file
   * @throws UncheckedIOException if it cannot be read
   */
  public static HuggingFaceTokenizer open(Path file) {
    // DJL reports its start to a server, and on a machine with a GPU it fetches another build of
    // the library; a caller who wants either has said so already.
    setIfUnsaid("OPT_OUT_TRACKING", "true");
    setIfUnsaid("RUST_FLAVOR", "cpu");
    try (InputStream json = Files.newInputStream(file)) {
      return HuggingFaceTokenizer.newInstance(json, NOTHING_ADDED);
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " is not a sound tokenizer.json: " + e.getMessage() + "; download it again.", e);
    }
  }

  private static void setIfUnsaid(String name, String value) {
    if (System.getProperty(name) == null && System.getenv(name) == null) {
      System.setProperty(name, value);
    }
  }
}
