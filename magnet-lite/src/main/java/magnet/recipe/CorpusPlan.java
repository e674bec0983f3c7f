package magnet.recipe;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.Corpus;
import magnet.data.StarterStories;
import magnet.data.TextPair;

/**
 * The text that a recipe trains with.
 *
 * @param kind where it comes from
 * @param file the file, where the kind has one
 * @param limit how many documents are taken, those held out included
 * @param heldOut share of the documents that are held out of training; 0 for none
 * @param place for messages
 */
record CorpusPlan(
    Kind kind, Optional<Path> file, Optional<Integer> limit, double heldOut, Place place) {

  private static final double USUAL_SHARE = 0.05;
  private static final int STARTER_STORIES = 5000;

  /** Where a text comes from. */
  enum Kind {
    STARTER(false),
    LINES(true),
    STORIES(true),
    TINYSTORIES(true),
    WIKITEXT(true);

    private final boolean hasFile;

    Kind(boolean hasFile) {
      this.hasFile = hasFile;
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "starter", Kind.STARTER,
          "lines", Kind.LINES,
          "stories", Kind.STORIES,
          "tinystories", Kind.TINYSTORIES,
          "wikitext", Kind.WIKITEXT);

  /** Reads "corpus": a kind by itself, or a section. */
  static CorpusPlan read(Section recipe) {
    Place place = recipe.place("corpus");
    if (recipe.setting("corpus").orElse(null) instanceof Setting.Value) {
      Kind kind = recipe.choice("corpus", KINDS).orElseThrow();
      if (kind.hasFile) {
        throw recipe.refusal(
            "corpus",
            "is a file; write {kind: %s, path: …}".formatted(recipe.text("corpus").orElseThrow()));
      }
      return new CorpusPlan(kind, Optional.empty(), Optional.empty(), USUAL_SHARE, place);
    }
    Section corpus =
        recipe
            .section("corpus")
            .orElseThrow(() -> recipe.missing("corpus", "the text to learn from"));
    Kind kind =
        corpus
            .choice("kind", KINDS)
            .orElseThrow(() -> corpus.missing("kind", "what format the text has"));
    Optional<Path> file = Optional.empty();
    if (kind.hasFile) {
      file = Optional.of(corpus.neededPath("path", "the file of the text"));
    }
    CorpusPlan plan =
        new CorpusPlan(
            kind,
            file,
            corpus.whole("limit", 1),
            corpus.number("held-out", new Range(0, 1, true, false)).orElse(USUAL_SHARE),
            place);
    corpus.end();
    return plan;
  }

  /** The documents to learn from. */
  Corpus training() {
    return opened(all -> heldOut > 0 ? all.withoutHeldOut(heldOut) : all);
  }

  /** The documents to measure with; none where nothing is held out. */
  Optional<Corpus> held() {
    return heldOut > 0 ? Optional.of(opened(all -> all.heldOut(heldOut))) : Optional.empty();
  }

  /** Paraphrases that the corpus knows; may be empty. */
  List<TextPair> paraphrases() {
    return kind == Kind.STARTER ? StarterStories.paraphrases(STARTER_STORIES, 1) : List.of();
  }

  private Corpus opened(java.util.function.UnaryOperator<Corpus> part) {
    try {
      Corpus all = whole();
      return part.apply(limit.isPresent() ? all.limit(limit.get()) : all);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  private Corpus whole() {
    return switch (kind) {
      case STARTER -> Corpus.starter();
      case LINES -> Corpus.lines(file.orElseThrow());
      case STORIES -> Corpus.stories(file.orElseThrow());
      case TINYSTORIES -> Corpus.tinystories(file.orElseThrow());
      case WIKITEXT -> Corpus.wikitext(file.orElseThrow());
    };
  }
}
