package magnet.recipe;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import magnet.data.benchmark.ArcQuestions;
import magnet.data.benchmark.BigBenchHard;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.data.benchmark.ChoiceQuestions;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.Mmlu;
import magnet.eval.ExactMatch;
import magnet.eval.MultipleChoice;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.recipe.settings.ItemReaders;
import magnet.recipe.settings.TextPlan;

/** Reads the settings of tasks that ask questions. */
final class AnswerEvaluations {

  private static final String MMLU = "mmlu";
  private static final int USUAL_SHOTS = 5;
  private static final int USUAL_QUESTIONS = 500;

  private static final Map<String, ItemReaders.FileReader<ChoiceQuestion>> FORMATS =
      Map.of(
          "arc", ArcQuestions::read, "hellaswag", HellaSwag::read, "table", ChoiceQuestions::read);

  private static final int USUAL_EXAMPLES = 3;
  private static final int USUAL_TOKENS = 32;

  private AnswerEvaluations() {}

  /** {@code task: multiple-choice}: which answer is likeliest. */
  static Evaluation.Opener multipleChoice(
      String name, KeyedReader section, Optional<TextPlan> corpus) {
    ItemReaders.Source<ChoiceQuestion> questions = questions(section);
    return Evaluation.cut(
        section,
        1,
        bad -> new MultipleChoice(name, questions.read(bad)),
        MultipleChoice::limit,
        MultipleChoice::words);
  }

  /** Only MMLU shows solved questions before each question; their number is a setting. */
  private static ItemReaders.Source<ChoiceQuestion> questions(KeyedReader section) {
    boolean hasShots = section.text("data").map(MMLU::equals).orElse(false);
    int shots = hasShots ? section.whole("shots", 0).orElse(USUAL_SHOTS) : 0;
    Map<String, ItemReaders.FileReader<ChoiceQuestion>> formats = new HashMap<>(FORMATS);
    formats.put(MMLU, (path, bad) -> Mmlu.read(path, shots, bad));
    return new ItemReaders<>(
            formats,
            items -> PocketWorld.choices(items.split(), items.count(), items.seed()),
            USUAL_QUESTIONS)
        .source(section, "the file or folder of the questions");
  }

  /** {@code task: exact-match}: whether a written answer is the right one. */
  static Evaluation.Opener exactMatch(String name, KeyedReader section, Optional<TextPlan> corpus) {
    section.neededChoice("data", Map.of("big-bench-hard", true));
    Path path = section.neededPath("path", "the JSON file of a family of questions");
    int shots = section.whole("shots", 0).orElse(USUAL_EXAMPLES);
    int tokens = section.whole("tokens", 1).orElse(USUAL_TOKENS);
    return Evaluation.cut(
        section,
        1,
        bad -> new ExactMatch(name, BigBenchHard.read(path, shots, bad), tokens),
        ExactMatch::limit,
        ExactMatch::words);
  }
}
