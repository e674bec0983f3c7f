package magnet.recipe;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import magnet.Corpus;
import magnet.data.StarterStories;
import magnet.data.TextPair;

/**
 * A text that a recipe trains or measures with.
 *
 * @param kind where it comes from
 * @param file the file, where the kind has one
 * @param limit how many documents are taken, those held out included
 * @param heldOut share of the documents that are held out of training; 0 for none
 * @param part which part of the documents is meant
 * @param place for messages
 */
record CorpusPlan(
    TextKind kind,
    Optional<Path> file,
    Optional<Integer> limit,
    double heldOut,
    Part part,
    Place place) {

  private static final double USUAL_SHARE = 0.05;
  private static final int STARTER_STORIES = 5000;

  /** Which of the documents are meant. */
  enum Part {
    /** Those that are not held out. */
    TRAINING,
    /** Those that are. */
    HELD_OUT
  }

  /** Reads "corpus": a kind by itself, or a section. */
  static CorpusPlan read(Section recipe) {
    Place place = recipe.place("corpus");
    if (recipe.setting("corpus").orElse(null) instanceof Setting.Value) {
      TextKind kind = recipe.choice("corpus", TextKind.NAMES).orElseThrow();
      if (kind.hasFile()) {
        throw recipe.refusal(
            "corpus",
            "is read from a file; write {kind: %s, path: …}"
                .formatted(recipe.text("corpus").orElseThrow()));
      }
      return new CorpusPlan(
          kind, Optional.empty(), Optional.empty(), USUAL_SHARE, Part.TRAINING, place);
    }
    Section corpus =
        recipe
            .section("corpus")
            .orElseThrow(() -> recipe.missing("corpus", "the text to learn from"));
    TextKind kind = corpus.neededChoice("kind", TextKind.NAMES);
    double share = corpus.number("held-out", new Range(0, 1, true, false)).orElse(USUAL_SHARE);
    CorpusPlan plan =
        new CorpusPlan(
            kind, file(kind, corpus), corpus.whole("limit", 1), share, Part.TRAINING, place);
    corpus.end();
    return plan;
  }

  /** A text all of which is meant; its file, where it has one, stands at "path". */
  static CorpusPlan whole(TextKind kind, Section section, Place place) {
    return new CorpusPlan(kind, file(kind, section), Optional.empty(), 0, Part.TRAINING, place);
  }

  private static Optional<Path> file(TextKind kind, Section section) {
    return kind.hasFile()
        ? Optional.of(section.neededPath("path", "the file of the text"))
        : Optional.empty();
  }

  /** Whether something is held out. */
  boolean holdsOut() {
    return heldOut > 0;
  }

  /** The documents that are held out. */
  CorpusPlan heldOutPart() {
    return new CorpusPlan(kind, file, limit, heldOut, Part.HELD_OUT, place);
  }

  /** The documents that are meant. */
  Corpus open() {
    try {
      Corpus all = kind.open(file);
      all = limit.isPresent() ? all.limit(limit.get()) : all;
      if (!holdsOut()) {
        return all;
      }
      return part == Part.HELD_OUT ? all.heldOut(heldOut) : all.withoutHeldOut(heldOut);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /** Paraphrases that the corpus knows; may be empty. */
  List<TextPair> paraphrases() {
    return kind == TextKind.STARTER ? StarterStories.paraphrases(STARTER_STORIES, 1) : List.of();
  }
}
