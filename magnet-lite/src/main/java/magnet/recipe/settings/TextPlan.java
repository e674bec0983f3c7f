package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import magnet.Corpus;
import magnet.data.Documents;
import magnet.data.TextPair;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.SourceLocation;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/**
 * A text that a recipe trains or measures with; it is read only when it is opened.
 *
 * @param corpus gives the documents
 * @param heldOut what is held out of a training run with this text, if anything is
 * @param pairs gives the paraphrases that come with the text; none for most
 * @param print equal for equal texts, regardless of their place
 */
public record TextPlan(
    Supplier<Corpus> corpus,
    Optional<TextPlan> heldOut,
    Supplier<List<TextPair>> pairs,
    Supplier<String> print) {

  /** What evaluations call the part of the corpus that no training reads. */
  public static final String HELD_OUT = "held-out";

  /** The readers of the library, by what a recipe calls the form of a file. */
  private static final Map<String, Function<Path, Corpus>> READERS =
      Map.of(
          "lines", Corpus::lines,
          "stories", Corpus::stories,
          "tinystories", Corpus::tinystories,
          "wikitext", Corpus::wikitext);

  private static final double USUAL_SHARE = 0.05;
  private static final int USUAL_STORIES = 12_000;
  private static final int USUAL_MEASURED = 1000;
  private static final int USUAL_HELD_OUT = 256;

  /** A share of a text of which some must be left. */
  private static final Range PART = new Range(0, 1, true, false);

  /**
   * The documents.
   *
   * @throws IllegalArgumentException if the text is malformed or holds nothing
   */
  public Corpus open() {
    return corpus.get();
  }

  /** Equal for equal texts, regardless of their place. */
  public String fingerprint() {
    return print.get();
  }

  /** Reads what a recipe trains with: a kind alone ({@code corpus: pocket}), or a section. */
  public static TextPlan ofCorpus(KeyedReader recipe) {
    KeyedReader corpus =
        recipe
            .sectionOrValue("corpus", "kind")
            .orElseThrow(() -> recipe.missing("corpus", "the text to learn from"));
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    for (String kind : READERS.keySet()) {
      kinds.put(kind, section -> training(kind, section));
    }
    kinds.put(PocketItems.NAME, TextPlan::pocketTraining);
    TextPlan plan = corpus.neededChoice("kind", kinds).apply(corpus);
    corpus.end();
    return plan;
  }

  /**
   * Reads "data" and "path": which text a task measures with, a file or what is held out of the
   * corpus that the recipe trains with.
   */
  public static TextPlan ofEvaluation(KeyedReader section, Optional<TextPlan> corpus) {
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    for (String kind : READERS.keySet()) {
      kinds.put(kind, asked -> file(kind, asked, Optional.empty(), 0));
    }
    kinds.put(
        PocketItems.NAME,
        asked -> pocket(PocketItems.read(asked, Split.TEST, USUAL_MEASURED), 0, Optional.empty()));
    kinds.put(
        HELD_OUT,
        asked ->
            corpus
                .flatMap(TextPlan::heldOut)
                .orElseThrow(
                    () ->
                        asked.refusal(
                            "data",
                            "is held-out, but the recipe's corpus holds nothing out; give it a"
                                + " held-out share, or name a file here")));
    return section.neededChoice("data", kinds).apply(section);
  }

  /** A file to train with; a twentieth is held out by default. */
  private static TextPlan training(String kind, KeyedReader section) {
    double share = section.number("held-out", PART).orElse(USUAL_SHARE);
    return file(kind, section, section.whole("limit", 1), share);
  }

  /** A file, of whose documents, up to a limit, a share may be held out. */
  private static TextPlan file(
      String kind, KeyedReader section, Optional<Integer> limit, double share) {
    Path path = section.neededPath("path", "the file of the text");
    SourceLocation place = section.place("path");
    Supplier<Corpus> all =
        () -> {
          Corpus whole = READERS.get(kind).apply(path);
          return limit.map(whole::limit).orElse(whole);
        };
    UnaryOperator<String> print =
        part ->
            Digest.ofTexts(
                kind.toUpperCase(Locale.ROOT),
                Digest.ofFiles(path),
                limit.map(String::valueOf).orElse("all"),
                String.valueOf(share),
                part);
    Supplier<String> training = () -> print.apply("TRAINING");
    if (share == 0) {
      return new TextPlan(() -> place.made(all), Optional.empty(), List::of, training);
    }
    TextPlan heldOut =
        new TextPlan(
            () -> place.made(() -> all.get().heldOut(share)),
            Optional.empty(),
            List::of,
            () -> print.apply("HELD_OUT"));
    return new TextPlan(
        () -> place.made(() -> all.get().withoutHeldOut(share)),
        Optional.of(heldOut),
        List::of,
        training);
  }

  /**
   * Stories of the pocket world to train with. What is held out are stories of the development
   * part, whose names and events training never shows; never those of the test part.
   */
  private static TextPlan pocketTraining(KeyedReader section) {
    PocketItems items = PocketItems.read(section, Split.TRAIN, USUAL_STORIES);
    double primerShare = section.number("primer-share", PART).orElse(0.0);
    if (primerShare > 0 && items.split() != Split.TRAIN) {
      throw section.refusal(
          "primer-share", "goes with the training part alone; leave it out, or the split");
    }
    int measured = section.whole("held-out", 0).orElse(USUAL_HELD_OUT);
    PocketItems others = new PocketItems(Split.DEV, measured, items.seed());
    Optional<TextPlan> heldOut = Optional.of(pocket(others, 0, Optional.empty()));
    return pocket(items, primerShare, measured == 0 ? Optional.empty() : heldOut);
  }

  /** Stories of the pocket world, a share of them lessons. */
  private static TextPlan pocket(
      PocketItems items, double primerShare, Optional<TextPlan> heldOut) {
    return new TextPlan(
        () -> {
          Documents documents =
              primerShare > 0
                  ? PocketWorld.schoolbook(items.count(), primerShare, items.seed())
                  : PocketWorld.stories(items.split(), items.count(), items.seed());
          return Corpus.of(documents).sentenceSpans();
        },
        heldOut,
        () -> PocketWorld.paraphrases(items.split(), items.count(), items.seed()),
        () -> Digest.ofTexts(items.toString(), String.valueOf(primerShare), PocketItems.world()));
  }
}
