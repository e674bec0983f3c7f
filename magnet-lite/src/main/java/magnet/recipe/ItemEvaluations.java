package magnet.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.data.BadRows;
import magnet.data.benchmark.ArcQuestions;
import magnet.data.benchmark.BigBenchHard;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.data.benchmark.ChoiceQuestions;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.LabelledText;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.Mmlu;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.StackOverflowTitles;
import magnet.data.benchmark.TwentyNewsgroups;
import magnet.eval.Clustering;
import magnet.eval.ExactMatch;
import magnet.eval.MultipleChoice;
import magnet.eval.Sts;
import magnet.eval.Task;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.recipe.settings.ItemReaders;

/** Reads the settings of tasks that measure with the items of a data set: pairs, questions. */
final class ItemEvaluations {

  private static final String MMLU = "mmlu";
  private static final int USUAL_SHOTS = 5;
  private static final int USUAL_QUESTIONS = 500;

  private static final ItemReaders<LabelledText> TEXTS =
      new ItemReaders<>(
          Map.of(
              "20-newsgroups", TwentyNewsgroups::read,
              "stackoverflow", StackOverflowTitles::read,
              "table", LabelledTexts::read),
          items -> PocketWorld.topics(items.split(), items.count(), items.seed()),
          1000);

  private static final int USUAL_EXAMPLES = 3;
  private static final int USUAL_TOKENS = 32;

  private ItemEvaluations() {}

  /** {@code task: sts}: how similar sentences are. */
  static Function<BadRows, Task> sts(Evaluation.Settings task) {
    Function<BadRows, List<ScoredPair>> pairs =
        ItemReaders.SCORED_PAIRS.source(task.section(), "the file or folder of the pairs");
    int limit = task.limit(2);
    int words = task.words();
    return bad -> new Sts(task.name(), pairs.apply(bad)).limit(limit).words(words);
  }

  /** {@code task: clustering}: whether texts of one class lie together. */
  static Function<BadRows, Task> clustering(Evaluation.Settings task) {
    Function<BadRows, List<LabelledText>> texts =
        TEXTS.source(task.section(), "the file or folder of the texts");
    int limit = task.limit(2);
    int words = task.words();
    return bad -> new Clustering(task.name(), texts.apply(bad)).limit(limit).words(words);
  }

  /** {@code task: multiple-choice}: which answer is likeliest. */
  static Function<BadRows, Task> multipleChoice(Evaluation.Settings task) {
    Function<BadRows, List<ChoiceQuestion>> questions = questions(task.section());
    int limit = task.limit(1);
    int words = task.words();
    return bad -> new MultipleChoice(task.name(), questions.apply(bad)).limit(limit).words(words);
  }

  /** Only MMLU shows solved questions before each question; their number is a setting. */
  private static Function<BadRows, List<ChoiceQuestion>> questions(KeyedReader section) {
    boolean hasShots = section.text("data").map(MMLU::equals).orElse(false);
    int shots = hasShots ? section.whole("shots", 0).orElse(USUAL_SHOTS) : 0;
    return new ItemReaders<ChoiceQuestion>(
            Map.of(
                "arc",
                ArcQuestions::read,
                "hellaswag",
                HellaSwag::read,
                MMLU,
                (path, bad) -> Mmlu.read(path, shots, bad),
                "table",
                ChoiceQuestions::read),
            items -> PocketWorld.choices(items.split(), items.count(), items.seed()),
            USUAL_QUESTIONS)
        .source(section, "the file or folder of the questions");
  }

  /** {@code task: exact-match}: whether a written answer is the right one. */
  static Function<BadRows, Task> exactMatch(Evaluation.Settings task) {
    KeyedReader section = task.section();
    section.neededChoice("data", Map.of("big-bench-hard", true));
    Path path = section.neededPath("path", "the JSON file of a family of questions");
    int shots = section.whole("shots", 0).orElse(USUAL_EXAMPLES);
    int tokens = section.whole("tokens", 1).orElse(USUAL_TOKENS);
    int limit = task.limit(1);
    int words = task.words();
    return bad ->
        new ExactMatch(task.name(), BigBenchHard.read(path, shots, bad), tokens)
            .limit(limit)
            .words(words);
  }
}
