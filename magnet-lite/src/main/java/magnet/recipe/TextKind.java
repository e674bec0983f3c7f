package magnet.recipe;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import magnet.Corpus;

/** Where a text comes from. */
enum TextKind {
  /** Stories that the library makes up. */
  STARTER(Corpus::starter),
  /** A document a line. */
  LINES(Corpus::lines),
  /** Five-sentence stories. */
  STORIES(Corpus::stories),
  /** TinyStories. */
  TINYSTORIES(Corpus::tinystories),
  /** WikiText. */
  WIKITEXT(Corpus::wikitext);

  static final Map<String, TextKind> NAMES =
      Map.of(
          "starter", STARTER,
          "lines", LINES,
          "stories", STORIES,
          "tinystories", TINYSTORIES,
          "wikitext", WIKITEXT);

  private final Function<Optional<Path>, Corpus> reader;
  private final boolean hasFile;

  TextKind(Supplier<Corpus> own) {
    reader = none -> own.get();
    hasFile = false;
  }

  TextKind(Function<Path, Corpus> ofFile) {
    reader = file -> ofFile.apply(file.orElseThrow());
    hasFile = true;
  }

  /** Whether it is read from a file. */
  boolean hasFile() {
    return hasFile;
  }

  /** Opens it. */
  Corpus open(Optional<Path> file) {
    return reader.apply(file);
  }
}
