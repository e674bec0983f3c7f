package magnet.data;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * WikiText-2 and WikiText-103 (Merity et al., "Pointer sentinel mixture models", 2016): a document
 * is a paragraph, that is a line; headings such as {@code = = Career = =} and blank lines are
 * skipped.
 *
 * <p>The files are tokenised for word-level models ({@code a guest @-@ starring role , in 2000 .}).
 * A pretrained tokenizer has hardly seen such text, so it is undone unless the file's own form is
 * asked for; {@link Detokeniser} says how. {@code <unk>} stays in either form: what was there is
 * unknown.
 */
public final class WikiText {

  private static final Pattern HEADING = Pattern.compile("\\s*=\\s.*\\s=\\s*");

  /** In which form a paragraph is given. */
  public enum Form {
    /** As people write: {@code a guest-starring role, in 2000.} */
    ORDINARY,
    /**
     * As it is in the file, for figures that are comparable with those of word-level models: {@code
     * a guest @-@ starring role , in 2000 .}
     */
    TOKENISED
  }

  private WikiText() {}

  /**
   * Opens a file in ordinary form.
   *
   * @param file for instance {@code wiki.train.tokens}; it must not change while it is in use
   * @throws IllegalArgumentException if a line is not UTF-8, or there is no paragraph
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Documents read(Path file) {
    return read(file, Form.ORDINARY);
  }

  /**
   * Opens a file: reads it once to find the paragraphs, and decodes a paragraph when asked.
   *
   * @param file for instance {@code wiki.train.tokens}; it must not change while it is in use
   * @param form ordinary text or the file's own tokens
   * @throws IllegalArgumentException if a line is not UTF-8, or there is no paragraph
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Documents read(Path file, Form form) {
    TextFile lines = TextFile.open(file);
    return FileIndex.of(lines, text -> !text.isBlank() && !isHeading(text))
        .documents(
            lines,
            "paragraph that is neither blank nor a heading",
            form == Form.ORDINARY
                ? line -> Document.of(Detokeniser.ordinary(line))
                : line -> Document.of(line.strip()));
  }

  private static boolean isHeading(String line) {
    // Most lines can be told apart by their first letter.
    String words = line.stripLeading();
    return words.startsWith("=") && HEADING.matcher(line).matches();
  }
}
