package magnet.recipe.settings;

import java.util.List;
import java.util.Optional;
import magnet.Corpus;
import magnet.data.TextPair;

/** A text that a recipe trains or measures with; it is read only when it is opened. */
public interface TextPlan {

  /**
   * The documents.
   *
   * @throws IllegalArgumentException if the text is malformed or holds nothing
   */
  Corpus open();

  /** What is held out of a training run with this text, if anything is. */
  Optional<TextPlan> heldOut();

  /** Paraphrases that come with the text; may be empty. */
  List<TextPair> paraphrases();

  /** Equal for equal texts, regardless of their place. */
  String fingerprint();
}
