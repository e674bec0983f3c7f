package magnet.recipe.settings;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import magnet.data.Documents;
import magnet.io.KeyedReader;

/** Reads which text a task measures with: a file, or what is held out of training. */
public final class EvaluationText {

  /** The name of the part of the corpus that no training reads. */
  public static final String HELD_OUT = "held-out";

  private EvaluationText() {}

  /**
   * Reads "data" and "path".
   *
   * @param corpus the text that the recipe trains with, if it has one
   */
  public static TextPlan read(KeyedReader section, Optional<TextPlan> corpus) {
    Map<String, Function<KeyedReader, TextPlan>> kinds = new TreeMap<>();
    TextKind.NAMES.forEach((name, kind) -> kinds.put(name, asked -> FileText.whole(kind, asked)));
    kinds.put(PocketItems.NAME, PocketText::whole);
    kinds.put(HELD_OUT, asked -> heldOut(asked, corpus));
    return section.neededChoice("data", kinds).apply(section);
  }

  private static TextPlan heldOut(KeyedReader section, Optional<TextPlan> corpus) {
    return corpus
        .flatMap(TextPlan::heldOut)
        .orElseThrow(
            () ->
                section.refusal(
                    "data",
                    "is held-out, but the recipe's corpus holds nothing out; give it a held-out"
                        + " share, or name a file here"));
  }

  /** The documents of a plan, whose sentences are known if they were asked for. */
  public static Documents documents(TextPlan text, boolean sentences) {
    Documents documents = text.open().documents();
    return sentences ? documents.withSentences() : documents;
  }
}
