package magnet.recipe;

import static java.util.Map.entry;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param reader reads a task's settings; what it gives reads the data and makes the task
 */
record Evaluation(Group group, Function<Settings, Function<BadRows, Task>> reader) {

  /** What a recipe calls them. */
  static final Map<String, Evaluation> KNOWN =
      Map.ofEntries(
          entry("clustering", new Evaluation(Group.CLUSTERS, ItemEvaluations::clustering)),
          entry("exact-match", new Evaluation(Group.KNOWLEDGE, ItemEvaluations::exactMatch)),
          entry(
              "infill-perplexity",
              new Evaluation(Group.INFILLING, TextEvaluations::infillPerplexity)),
          entry("infill-quality", new Evaluation(Group.INFILLING, TextEvaluations::infillQuality)),
          entry(
              "multiple-choice", new Evaluation(Group.KNOWLEDGE, ItemEvaluations::multipleChoice)),
          entry("perplexity", new Evaluation(Group.WRITING, TextEvaluations::perplexity)),
          entry("repetition", new Evaluation(Group.WRITING, TextEvaluations::repetition)),
          entry("sts", new Evaluation(Group.SENTENCES, ItemEvaluations::sts)),
          entry("token-probe", new Evaluation(Group.TOKENS, ProbeEvaluation::read)));

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

  private static Function<BadRows, Task> ownTask(Settings task) {
    RecordReader reader = new RecordReader(task.section());
    Class<? extends Task> type = reader.type(Task.class);
    List<Supplier<Object>> values = new ArrayList<>();
    for (RecordComponent each : type.getRecordComponents()) {
      if (each.getType() == Documents.class) {
        TextPlan text = task.text();
        values.add(() -> text.open().documents());
      } else {
        Object value = each.getName().equals("name") ? task.name() : reader.needed(each);
        values.add(() -> value);
      }
    }
    return bad -> reader.made(type, values.stream().map(Supplier::get).toList());
  }

  /**
   * What a recipe says of a task. Data is read only when the task is made.
   *
   * @param name the task's name in tables
   * @param section its settings; the caller ends the reading
   * @param corpus the text that the recipe trains with, a part of which is held out; if it has one
   */
  record Settings(String name, KeyedReader section, Optional<TextPlan> corpus) {

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
}
