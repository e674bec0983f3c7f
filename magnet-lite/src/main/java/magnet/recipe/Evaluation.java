package magnet.recipe;

import static java.util.Map.entry;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import magnet.data.BadRows;
import magnet.data.Documents;
import magnet.eval.Task;
import magnet.io.KeyedReader;
import magnet.recipe.settings.RecordReader;
import magnet.recipe.settings.TextPlan;

/**
 * A kind of measurement, as a recipe asks for it: by a short name, or by the class of a {@link
 * Task} that somebody else wrote.
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

  /**
   * The kind that a section asks for: {@code task: sts}, or {@code class: my.Recall} for a public
   * record that is a task. Its components are settings; {@code name} is the evaluation's, and
   * {@link Documents} are what "data" says.
   */
  static Evaluation of(KeyedReader section) {
    return section.has("class")
        ? new Evaluation(Group.OWN, Evaluation::ownTask)
        : section.neededChoice("task", KNOWN);
  }

  private static Opener ownTask(String name, KeyedReader section, Optional<TextPlan> corpus) {
    RecordReader reader = new RecordReader(section);
    Class<? extends Task> type = reader.type(Task.class);
    List<Supplier<Object>> values = new ArrayList<>();
    for (RecordComponent each : type.getRecordComponents()) {
      if (each.getType() == Documents.class) {
        TextPlan text = TextPlan.ofEvaluation(section, corpus);
        values.add(() -> text.open().documents());
      } else {
        Object value = each.getName().equals("name") ? name : reader.needed(each);
        values.add(() -> value);
      }
    }
    return bad -> reader.made(type, values.stream().map(Supplier::get).toList());
  }

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
    Opener read(String name, KeyedReader section, Optional<TextPlan> corpus);
  }

  /** Makes a task; its data is read only then. */
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
      KeyedReader section,
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
