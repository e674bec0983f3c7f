package magnet.recipe.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import magnet.Corpus;
import magnet.data.TextPair;
import magnet.io.KeyedReader;

/** A text that a recipe trains or measures with; it is read only when it is opened. */
public interface TextPlan {

  /** What evaluations call the part of the corpus that no training reads. */
  String HELD_OUT = "held-out";

  /**
   * The documents.
   *
   * @throws IllegalArgumentException if the text is malformed or holds nothing
   */
  Corpus open();

  /** What is held out of a training run with this text, if anything is. */
  Optional<TextPlan> heldOut();

  /** Paraphrases that come with the text; none by default. */
  default List<TextPair> paraphrases() {
    return List.of();
  }

  /** Equal for equal texts, regardless of their place. */
  String fingerprint();

  /** Reads what a recipe trains with: a kind alone ({@code corpus: pocket}), or a section. */
  static TextPlan ofCorpus(KeyedReader recipe) {
    KeyedReader corpus =
        recipe
            .sectionOrValue("corpus", "kind")
            .orElseThrow(() -> recipe.missing("corpus", "the text to learn from"));
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    for (String kind : FileText.READERS.keySet()) {
      kinds.put(kind, section -> FileText.training(kind, section));
    }
    kinds.put(PocketItems.NAME, PocketText::training);
    TextPlan plan = corpus.neededChoice("kind", kinds).apply(corpus);
    corpus.end();
    return plan;
  }

  /**
   * Reads "data" and "path": which text a task measures with, a file or what is held out of the
   * corpus that the recipe trains with.
   */
  static TextPlan ofEvaluation(KeyedReader section, Optional<TextPlan> corpus) {
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    for (String kind : FileText.READERS.keySet()) {
      kinds.put(kind, asked -> FileText.whole(kind, asked));
    }
    kinds.put(PocketItems.NAME, PocketText::whole);
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
}
