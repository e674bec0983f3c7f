package magnet.recipe;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import magnet.data.BadRows;
import magnet.eval.Task;
import magnet.recipe.settings.KeyedSettings;
import magnet.recipe.settings.TextPlan;

/**
 * A kind of measurement, as a recipe asks for it.
 *
 * @param group in which table of the report its figures stand
 * @param reader reads its settings, and makes the task that they ask for
 */
record Evaluation(Group group, Reader reader) {

  /** What a recipe calls them. */
  static final Map<String, Evaluation> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              entry("clustering", new Evaluation(Group.CLUSTERS, SentenceEvaluations::clustering)),
              entry("exact-match", new Evaluation(Group.KNOWLEDGE, AnswerEvaluations::exactMatch)),
              entry(
                  "infill-perplexity",
                  new Evaluation(Group.INFILLING, InfillingEvaluations::perplexity)),
              entry(
                  "infill-quality", new Evaluation(Group.INFILLING, InfillingEvaluations::quality)),
              entry(
                  "multiple-choice",
                  new Evaluation(Group.KNOWLEDGE, AnswerEvaluations::multipleChoice)),
              entry("perplexity", new Evaluation(Group.WRITING, WritingEvaluations::perplexity)),
              entry("repetition", new Evaluation(Group.WRITING, WritingEvaluations::repetition)),
              entry("sts", new Evaluation(Group.SENTENCES, SentenceEvaluations::sts)),
              entry("token-probe", new Evaluation(Group.TOKENS, ProbeEvaluation::read))));

  /** Reads the settings of a task. */
  @FunctionalInterface
  interface Reader {

    /**
     * Reads them.
     *
     * @param name the task's name in tables
     * @param section its settings; the caller ends the reading
     * @param corpus the text that the recipe trains with, a part of which is held out; if it has
     *     one
     */
    Opener read(String name, KeyedSettings section, Optional<TextPlan> corpus);
  }

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

  /**
   * Reads "limit" and "words", and makes a task that keeps to them.
   *
   * @param least the smallest limit
   * @param task made of all its items
   * @param limit the same with fewer items
   * @param words the same with shorter texts
   */
  static <T extends Task> Opener cut(
      KeyedSettings section,
      int least,
      Function<BadRows, T> task,
      BiFunction<T, Integer, T> limit,
      BiFunction<T, Integer, T> words) {
    Optional<Integer> most = section.whole("limit", least);
    Optional<Integer> longest = section.whole("words", 1);
    return bad -> {
      T whole = task.apply(bad);
      T fewer = most.map(some -> limit.apply(whole, some)).orElse(whole);
      return longest.map(some -> words.apply(fewer, some)).orElse(fewer);
    };
  }
}
