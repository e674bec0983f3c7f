package magnet.data.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.data.BadRows;
import magnet.data.CsvRows;
import magnet.data.Refusal;
import magnet.data.TextFile;
import magnet.io.Unreadable;

/**
 * MMLU, questions of 57 subjects with four choices (Hendrycks et al., "Measuring massive multitask
 * language understanding", 2021).
 *
 * <p>A folder with {@code test/SUBJECT_test.csv}, the questions, and {@code dev/SUBJECT_dev.csv},
 * five examples to show before each. The CSV files have quotes, in two forms: as they were
 * published, without a header, question, four choices and the right one from A to D; or with the
 * header {@code question,choice0,choice1,choice2,choice3,answer} and the right one from 0 to 3.
 *
 * <p>The prompt is as in the original and in EleutherAI's evaluation harness: a sentence that names
 * the subject, the examples with their answers and then the question, separated by an empty line;
 * each is the question, four lines {@code A.} to {@code D.} with the choices, and {@code Answer:}.
 * What is compared are the four letters. Published counts: 285 examples, 14,042 questions.
 */
public final class Mmlu {

  private static final List<String> COLUMNS =
      List.of("question", "choice0", "choice1", "choice2", "choice3", "answer");
  private static final List<String> LETTERS = List.of("A", "B", "C", "D");
  private static final String TEST = "_test.csv";

  private Mmlu() {}

  /**
   * The questions of all subjects; the usual score is their mean over all questions.
   *
   * @param folder has {@code dev} and {@code test}
   * @param shots how many examples to show before each question, 0 to 5; 5 is usual
   * @return the questions, subject after subject in the order of their names
   * @throws IllegalArgumentException if a row is malformed, a subject has fewer examples, or there
   *     is no question
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static List<ChoiceQuestion> read(Path folder, int shots) {
    return read(folder, shots, BadRows.refused());
  }

  /** As {@link #read(Path, int)}, handling bad rows as {@code bad} says. */
  public static List<ChoiceQuestion> read(Path folder, int shots, BadRows bad) {
    return subjects(folder, shots, bad).values().stream().flatMap(List::stream).toList();
  }

  /**
   * The questions by subject.
   *
   * @param folder has {@code dev} and {@code test}
   * @param shots how many examples to show before each question, 0 to 5
   * @param bad what to do with bad rows
   * @return by subject, such as {@code abstract_algebra}, in the order of their names
   * @throws IllegalArgumentException as {@link #read(Path, int)}
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Map<String, List<ChoiceQuestion>> subjects(Path folder, int shots, BadRows bad) {
    if (shots < 0) {
      throw new IllegalArgumentException(
          "%d examples cannot be shown; give 0 or more".formatted(shots));
    }
    Map<String, List<ChoiceQuestion>> subjects = new LinkedHashMap<>();
    for (String subject : names(folder.resolve("test"))) {
      String before =
          "The following are multiple choice questions (with answers) about %s.\n\n%s"
              .formatted(subject.replace('_', ' '), examples(folder, subject, shots, bad));
      Path test = folder.resolve("test").resolve(subject + TEST);
      List<ChoiceQuestion> questions =
          rows(test, bad).stream()
              .map(
                  item ->
                      new ChoiceQuestion(
                          before + item.prompt(), LETTERS, LETTERS.indexOf(item.answer())))
              .toList();
      subjects.put(subject, Refusal.ifEmpty(test, questions, "question"));
    }
    if (subjects.isEmpty()) {
      throw Refusal.empty(folder, "file test/SUBJECT_test.csv");
    }
    return subjects;
  }

  private static TreeSet<String> names(Path tests) {
    try (Stream<Path> files = Files.list(tests)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(TEST))
          .map(name -> name.substring(0, name.length() - TEST.length()))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw Unreadable.of(tests, e);
    }
  }

  private static String examples(Path folder, String subject, int shots, BadRows bad) {
    if (shots == 0) {
      return "";
    }
    Path dev = folder.resolve("dev").resolve(subject + "_dev.csv");
    List<QuestionAnswer> items = rows(dev, bad);
    if (items.size() < shots) {
      throw new IllegalArgumentException(
          "%d examples are to be shown, but %s holds %d; show fewer"
              .formatted(shots, dev, items.size()));
    }
    return QuestionAnswer.shown(items, shots);
  }

  /** Questions with their choices, and the letters of the right ones. */
  private static List<QuestionAnswer> rows(Path file, BadRows bad) {
    TextFile text = TextFile.open(file);
    String first = text.lines().stream().findFirst().orElse("");
    return first.strip().equals(String.join(",", COLUMNS))
        ? CsvRows.read(text).map(row -> question(row, List.of("0", "1", "2", "3")), bad)
        : CsvRows.read(text, COLUMNS).map(row -> question(row, LETTERS), bad);
  }

  private static QuestionAnswer question(CsvRows.Row row, List<String> answers) {
    StringBuilder prompt = new StringBuilder(filled(row, COLUMNS.get(0)));
    for (int i = 0; i < LETTERS.size(); i++) {
      prompt.append("\n%s. %s".formatted(LETTERS.get(i), filled(row, COLUMNS.get(i + 1))));
    }
    String answer = row.get("answer").strip();
    if (!answers.contains(answer)) {
      throw new IllegalArgumentException(
          "the answer is \"%s\", not one of %s".formatted(answer, answers));
    }
    return new QuestionAnswer(prompt + "\nAnswer:", LETTERS.get(answers.indexOf(answer)));
  }

  private static String filled(CsvRows.Row row, String column) {
    String field = row.get(column).strip();
    if (field.isEmpty()) {
      throw new IllegalArgumentException("column %s is empty".formatted(column));
    }
    return field;
  }
}
