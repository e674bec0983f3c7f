package magnet.recipe;

import java.util.Optional;
import magnet.data.BadRows;
import magnet.eval.Task;
import magnet.recipe.settings.Section;
import magnet.recipe.settings.TextPlan;

/** A kind of measurement, as a recipe asks for it: what settings it has, and the task they make. */
interface Evaluation {

  /** Makes a task of data that is read only now. */
  @FunctionalInterface
  interface Opener {

    /**
     * Reads the data.
     *
     * @param bad what to do with rows that do not fit their format
     * @throws IllegalArgumentException if the data is malformed, or has nothing to measure with
     */
    Task open(BadRows bad);
  }

  /** In which table of the report its figures stand. */
  Group group();

  /**
   * Reads the settings.
   *
   * @param name the task's name in tables
   * @param section its settings; the caller ends the reading
   * @param corpus the text that the recipe trains with, a part of which is held out; if it has one
   */
  Opener read(String name, Section section, Optional<TextPlan> corpus);
}
