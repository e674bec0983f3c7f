package magnet.recipe;

import java.util.Optional;
import magnet.io.KeyedReader;
import magnet.recipe.settings.TextPlan;

/**
 * What a recipe says of a task. Data is read only when the task is made.
 *
 * @param name the task's name in tables
 * @param section its settings; the caller ends the reading
 * @param corpus the text that the recipe trains with, a part of which is held out; if it has one
 */
record TaskSettings(String name, KeyedReader section, Optional<TextPlan> corpus) {

  /** The text that "data" names. */
  TextPlan text() {
    return TextPlan.ofEvaluation(section, corpus);
  }

  /** How many items are measured at most; all by default. */
  int limit(int least) {
    return section.whole("limit", least).orElse(Integer.MAX_VALUE);
  }

  /** How many words of each text are taken at most; all by default. */
  int words() {
    return section.whole("words", 1).orElse(Integer.MAX_VALUE);
  }
}
