package magnet.model.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.io.KeyedReader;
import magnet.io.StrictJson;
import magnet.kernel.NativeMemory;
import magnet.model.tokenizer.TokenRanges;
import magnet.model.tokenizer.TokenizedText;
import magnet.model.tokenizer.TokenizerLibrary;

/**
 * The tokenizer of a text encoder: WordPiece, or whatever tokenizer.json says. It frames each text
 * as the file does, {@code [CLS] … [SEP]}.
 *
 * <p>Safe for use from several threads.
 */
public final class EncoderTokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final NativeMemory memory;
  private final int[] before;
  private final int[] after;

  private EncoderTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    memory = new NativeMemory(this, tokenizer);
    int[] framed = TokenRanges.ids(tokenizer.encode("a", true, false));
    int[] bare = TokenRanges.ids(tokenizer.encode("a", false, false));
    int begin = 0;
    while (begin + bare.length < framed.length
        && !Arrays.equals(framed, begin, begin + bare.length, bare, 0, bare.length)) {
      begin++;
    }
    before = Arrays.copyOf(framed, begin);
    after = Arrays.copyOfRange(framed, begin + bare.length, framed.length);
  }

  /**
   * Opens the tokenizer of an encoder.
   *
   * @throws IllegalArgumentException if tokenizer.json is missing or broken, or the folder asks for
   *     a treatment of texts that is not supported
   */
  public static EncoderTokenizer open(SentenceFolder of) {
    Path settings = of.transformer().resolve("tokenizer_config.json");
    if (Files.exists(settings)) {
      KeyedReader said = KeyedReader.json(settings);
      for (String side : List.of("truncation_side", "padding_side")) {
        if (!said.text(side).orElse("right").equals("right")) {
          throw said.unexpected(side, "right; take an encoder that is trained so");
        }
      }
    }
    Path file = of.transformer().resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          ("tokenizer.json is missing in %s; convert the tokenizer in Python with"
                  + " AutoTokenizer.from_pretrained(folder).save_pretrained(folder).")
              .formatted(of.transformer()));
    }
    EncoderTokenizer opened =
        new EncoderTokenizer(TokenizerLibrary.open(file, StrictJson.read(file)));
    if (of.lowercase() && !Arrays.equals(opened.tokens("A").ids(), opened.tokens("a").ids())) {
      opened.close();
      throw new IllegalArgumentException(
          ("do_lower_case of %s is true, but its tokenizer keeps capitals; set it to false, or save"
                  + " the folder again with a current sentence-transformers.")
              .formatted(of.transformer()));
    }
    return opened;
  }

  /** A text's own tokens with their places, without the frame. */
  public TokenizedText tokens(String text) {
    // Half a surrogate pair becomes one question mark, so that ranges stay true.
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return TokenRanges.of(encode(valid), valid);
  }

  /** Puts the frame around tokens; of more than {@code longest} in all the last are cut off. */
  public int[] framed(int[] own, int longest) {
    int kept = Math.max(0, Math.min(own.length, longest - before.length - after.length));
    return Stream.of(before, Arrays.copyOf(own, kept), after).flatMapToInt(IntStream::of).toArray();
  }

  /** How many tokens precede a text. */
  public int begin() {
    return before.length;
  }

  /** This is not collected, and the library's memory not freed, in the middle of the call. */
  private Encoding encode(String text) {
    try {
      return tokenizer.encode(text, false, false);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Frees the native memory; the tokenizer cannot be used afterwards. */
  @Override
  public void close() {
    memory.close();
  }
}
