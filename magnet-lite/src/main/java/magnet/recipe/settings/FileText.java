package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import magnet.Corpus;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.SourceLocation;

/**
 * A text of one of the library's readers, of which a share may be held out.
 *
 * @param kind its form, by what a recipe calls it
 * @param limit how many documents are taken, those held out included
 * @param share of the documents that is held out of training; 0 for none
 */
record FileText(
    String kind, Path file, Optional<Integer> limit, double share, Part part, SourceLocation place)
    implements TextPlan {

  /** The readers of the library, by what a recipe calls the form of a file. */
  static final Map<String, Function<Path, Corpus>> READERS =
      Map.of(
          "lines", Corpus::lines,
          "stories", Corpus::stories,
          "tinystories", Corpus::tinystories,
          "wikitext", Corpus::wikitext);

  private static final double USUAL_SHARE = 0.05;

  /** Which of the documents are meant. */
  enum Part {
    /** Those that are not held out. */
    TRAINING,
    /** Those that are. */
    HELD_OUT
  }

  /** A text to train with; a twentieth is held out by default. */
  static TextPlan training(String kind, KeyedReader section) {
    double share = section.number("held-out", new Range(0, 1, true, false)).orElse(USUAL_SHARE);
    return read(kind, section, section.whole("limit", 1), share);
  }

  /** A text to measure with: all of it. */
  static TextPlan whole(String kind, KeyedReader section) {
    return read(kind, section, Optional.empty(), 0);
  }

  private static TextPlan read(
      String kind, KeyedReader section, Optional<Integer> limit, double share) {
    Path file = section.neededPath("path", "the file of the text");
    return new FileText(kind, file, limit, share, Part.TRAINING, section.place("path"));
  }

  @Override
  public Corpus open() {
    return place.made(
        () -> {
          Corpus whole = READERS.get(kind).apply(file);
          Corpus all = limit.map(whole::limit).orElse(whole);
          if (share == 0) {
            return all;
          }
          return part == Part.HELD_OUT ? all.heldOut(share) : all.withoutHeldOut(share);
        });
  }

  @Override
  public Optional<TextPlan> heldOut() {
    return share == 0
        ? Optional.empty()
        : Optional.of(new FileText(kind, file, limit, share, Part.HELD_OUT, place));
  }

  @Override
  public String fingerprint() {
    return Digest.ofTexts(
        kind.toUpperCase(Locale.ROOT),
        Digest.ofFiles(file),
        limit.map(String::valueOf).orElse("all"),
        String.valueOf(share),
        part.name());
  }
}
