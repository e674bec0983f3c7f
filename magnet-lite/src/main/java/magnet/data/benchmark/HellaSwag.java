package magnet.data.benchmark;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import magnet.data.BadRows;
import magnet.data.JsonRows;
import magnet.data.Refusal;
import magnet.data.TextFile;
import magnet.io.KeyedReader;

/**
 * HellaSwag, choosing the end of a scene from four (Zellers et al., "HellaSwag: can a machine
 * really finish your sentence?", 2019), in two forms that the file's extension tells apart:
 *
 * <ul>
 *   <li>{@code .jsonl}, as it was published: one object per line with {@code activity_label},
 *       {@code ctx_a}, {@code ctx_b}, {@code endings} and {@code label}.
 *   <li>any other, as llama.cpp has it: six lines a question, which are label and context with a
 *       colon between, the right ending from 0 to 3, and four endings. A bad row is all six.
 * </ul>
 *
 * <p>The prompt is as in EleutherAI's evaluation harness: the activity, a colon, and the context;
 * marks such as {@code [title]}, from WikiHow, are taken out. The harness also capitalises the
 * first word of {@code ctx_b}, which the six-line form cannot know: there it stays lower-case.
 * Where the activity is empty, as in no published question, the prompt is the context alone.
 * Published count of the validation set: 10,042 questions.
 */
public final class HellaSwag {

  private static final int LINES = 6;
  private static final Gson GSON = new Gson();

  private HellaSwag() {}

  /**
   * Reads a file.
   *
   * @param file such as {@code hellaswag_val.jsonl} or {@code hellaswag_val_full.txt}
   * @return the questions in the file's order
   * @throws IllegalArgumentException if a question is malformed, lines are left over, or there is
   *     no question
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<ChoiceQuestion> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad questions as {@code bad} says. */
  public static List<ChoiceQuestion> read(Path file, BadRows bad) {
    TextFile text = TextFile.open(file);
    List<ChoiceQuestion> questions =
        text.name().toLowerCase(Locale.ROOT).endsWith(".jsonl")
            ? JsonRows.lines(text, bad, HellaSwag::fromJson)
            : fromLines(text, bad);
    return Refusal.ifEmpty(file, questions, "question");
  }

  /**
   * Writes questions of your own in the form of the {@code .jsonl} files, without an activity: the
   * prompt is the context.
   *
   * @param file a {@code .jsonl} file; is replaced if it is there
   * @throws IllegalArgumentException if {@link #read} would not give a question back as it is, as
   *     where its text holds brackets or two spaces in a row
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<ChoiceQuestion> questions) {
    List<String> lines = new ArrayList<>(questions.size());
    for (ChoiceQuestion question : questions) {
      JsonObject row = json(lines.size(), question);
      if (!fromJson(JsonRows.row(row.toString())).equals(question)) {
        throw new IllegalArgumentException(
            ("question %d, \"%s\", would not be read back as it is: brackets are marks in this"
                    + " format and spaces are joined; change it, or write it by ChoiceQuestions")
                .formatted(lines.size(), question.prompt()));
      }
      lines.add(row.toString());
    }
    TextFile.write(file, lines);
  }

  private static JsonObject json(int index, ChoiceQuestion question) {
    JsonObject row = new JsonObject();
    row.addProperty("ind", index);
    row.addProperty("activity_label", "");
    row.addProperty("ctx_a", question.prompt());
    row.addProperty("ctx_b", "");
    row.addProperty("ctx", question.prompt());
    row.add("endings", GSON.toJsonTree(question.choices()));
    row.addProperty("label", question.answer());
    return row;
  }

  private static List<ChoiceQuestion> fromLines(TextFile file, BadRows bad) {
    List<String> lines = file.lines();
    if (lines.size() % LINES != 0) {
      throw new IllegalArgumentException(
          "%s has %d lines, which are not questions of six lines each; restore the line that is too many or missing"
              .formatted(file.path(), lines.size()));
    }
    List<ChoiceQuestion> questions = new ArrayList<>(lines.size() / LINES);
    for (int i = 0; i < lines.size(); i += LINES) {
      List<String> six = lines.subList(i, i + LINES);
      bad.addTo(questions, file.path(), i + 1, () -> fromSix(six));
    }
    return questions;
  }

  private static ChoiceQuestion fromSix(List<String> six) {
    if (!six.get(1).strip().matches("[0-3]")) {
      throw new IllegalArgumentException(
          "the second of six lines is \"%s\", not the right ending from 0 to 3"
              .formatted(six.get(1)));
    }
    return new ChoiceQuestion(
        six.get(0).strip(),
        six.subList(2, LINES).stream().map(String::strip).toList(),
        Integer.parseInt(six.get(1).strip()));
  }

  private static ChoiceQuestion fromJson(KeyedReader row) {
    String context = row.neededText("ctx_a") + " " + sentence(row.neededText("ctx_b"));
    String activity = row.neededText("activity_label");
    return new ChoiceQuestion(
        clean(activity.isEmpty() ? context : activity + ": " + context),
        row.texts("endings").orElse(List.of()).stream().map(HellaSwag::clean).toList(),
        label(row));
  }

  /** A number, which some files write as a text. */
  private static int label(KeyedReader row) {
    String text = row.isText("label") ? row.neededText("label") : "";
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : row.neededWhole("label");
  }

  /** As Python's {@code capitalize}: the first letter upper-case, all others lower-case. */
  private static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String clean(String text) {
    return text.strip()
        .replace(" [title]", ". ")
        .replaceAll("\\[.*?]", "")
        .replace("  ", " ")
        .strip();
  }
}
