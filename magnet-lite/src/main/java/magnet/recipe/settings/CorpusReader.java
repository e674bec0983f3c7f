package magnet.recipe.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import magnet.io.KeyedReader;

/** Reads what a recipe trains with: a kind alone ({@code corpus: pocket}), or a section. */
public final class CorpusReader {

  private CorpusReader() {}

  /** Reads "corpus". */
  public static TextPlan read(KeyedReader recipe) {
    KeyedReader corpus =
        recipe
            .sectionOrValue("corpus", "kind")
            .orElseThrow(() -> recipe.missing("corpus", "the text to learn from"));
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    TextKind.NAMES.forEach(
        (name, kind) -> kinds.put(name, section -> FileText.training(kind, section)));
    kinds.put(PocketItems.NAME, PocketText::training);
    TextPlan plan = corpus.neededChoice("kind", kinds).apply(corpus);
    corpus.end();
    return plan;
  }
}
