package magnet.data;

import java.nio.file.Path;
import java.util.List;

/**
 * TinyStories (Eldan and Li, "TinyStories: how small can language models be and still speak
 * coherent English?", 2023) as plain text: a document is a story with its paragraphs.
 *
 * <p>A file that holds lines {@code <|endoftext|>} has its stories parted by them, and any line in
 * between is a paragraph. In a file without such lines an empty line parts paragraphs, and a story
 * ends where a non-empty line follows directly on another. Either way the paragraphs of a document
 * are parted by an empty line. The file is mapped, so its size does not matter.
 */
public final class TinyStories {

  private static final String END = "<|endoftext|>";

  private TinyStories() {}

  /**
   * Opens a file: reads it twice, to see which form it has and to find the stories.
   *
   * @param file for instance {@code TinyStories-train.txt}; it must not change while it is in use
   * @throws IllegalArgumentException if a line is not UTF-8, or there is no story
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Documents read(Path file) {
    TextFile lines = TextFile.open(file);
    Stretches stretches = new Stretches(hasEndLines(lines));
    lines.forEachLine(stretches::line);
    stretches.endStory();
    if (stretches.index.size() == 0) {
      throw Refusal.empty(file, "story");
    }
    return new FileDocuments(lines, stretches.index, TinyStories::story);
  }

  private static boolean hasEndLines(TextFile lines) {
    boolean[] found = {false};
    lines.forEachLine((number, begin, length, text) -> found[0] |= text.strip().equals(END));
    return found[0];
  }

  private static Document story(String stretch) {
    List<String> paragraphs =
        stretch.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return Document.of(String.join("\n\n", paragraphs));
  }

  /** Grows a story line by line, and notes where it lies when the next one begins. */
  private static final class Stretches {

    private final FileDocuments.Index index = new FileDocuments.Index();
    private final boolean partedByEndLines;
    private long begin = -1;
    private long end;
    private boolean afterText;

    private Stretches(boolean partedByEndLines) {
      this.partedByEndLines = partedByEndLines;
    }

    private void line(long number, long lineBegin, int length, String text) {
      if (partedByEndLines && text.strip().equals(END)) {
        endStory();
      } else if (!text.isBlank()) {
        if (afterText && !partedByEndLines) {
          endStory();
        }
        if (begin < 0) {
          begin = lineBegin;
        }
        end = lineBegin + length;
      }
      afterText = !text.isBlank();
    }

    private void endStory() {
      if (begin >= 0) {
        index.add(begin, Math.toIntExact(end - begin));
      }
      begin = -1;
    }
  }
}
