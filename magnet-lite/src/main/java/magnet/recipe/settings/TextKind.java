package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import magnet.Corpus;

/** The form of a file of texts. */
enum TextKind {
  /** One document per line. */
  LINES(Corpus::lines),
  /** Five-sentence stories. */
  STORIES(Corpus::stories),
  /** TinyStories. */
  TINYSTORIES(Corpus::tinystories),
  /** WikiText. */
  WIKITEXT(Corpus::wikitext);

  static final Map<String, TextKind> NAMES =
      Map.of(
          "lines", LINES,
          "stories", STORIES,
          "tinystories", TINYSTORIES,
          "wikitext", WIKITEXT);

  private final Function<Path, Corpus> reader;

  TextKind(Function<Path, Corpus> reader) {
    this.reader = reader;
  }

  /** Opens a file of this kind. */
  Corpus open(Path file) {
    return reader.apply(file);
  }
}
