package magnet.recipe;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import magnet.data.Documents;

/** Reads which text a task measures with: a file, or what is held out of the training. */
final class EvaluationText {

  private static final String HELD_OUT = "held-out";

  private EvaluationText() {}

  /**
   * Reads "data" and "path".
   *
   * @param corpus the text that the recipe trains with, if it has one
   */
  static CorpusPlan read(Section section, Optional<CorpusPlan> corpus) {
    Map<String, Optional<TextKind>> choices = new TreeMap<>();
    TextKind.NAMES.forEach((name, kind) -> choices.put(name, Optional.of(kind)));
    choices.put(HELD_OUT, Optional.empty());
    Optional<TextKind> kind = section.neededChoice("data", choices);
    if (kind.isPresent()) {
      return CorpusPlan.whole(kind.get(), section, section.place("data"));
    }
    return corpus
        .filter(CorpusPlan::holdsOut)
        .map(CorpusPlan::heldOutPart)
        .orElseThrow(
            () ->
                section.refusal(
                    "data",
                    "is held-out, but the recipe's corpus holds nothing out; give it a held-out"
                        + " share, or name a file here"));
  }

  /** The documents of a plan, whose sentences are known if they were asked for. */
  static Documents documents(CorpusPlan text, boolean sentences) {
    Documents documents = text.open().documents();
    return sentences ? documents.withSentences() : documents;
  }
}
