package magnet.data.benchmark;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.JsonRows;
import magnet.data.Refusal;
import magnet.data.TextFile;
import magnet.data.WrittenLines;

/**
 * Questions with choices of your own, as JSON lines: one object per line with {@code prompt},
 * {@code choices} (an array of strings) and {@code answer} (the right one, counted from 0). Other
 * fields are ignored.
 *
 * <p>The published sets have their own readers: {@link HellaSwag}, {@link ArcQuestions}, {@link
 * Mmlu}.
 */
public final class ChoiceQuestions {

  private ChoiceQuestions() {}

  /**
   * Reads a file.
   *
   * @param file such as {@code endings.jsonl}
   * @throws IllegalArgumentException if a question is malformed, or there is none
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<ChoiceQuestion> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad questions as {@code bad} says. */
  public static List<ChoiceQuestion> read(Path file, BadRows bad) {
    List<ChoiceQuestion> questions =
        JsonRows.lines(
            TextFile.open(file),
            bad,
            row ->
                new ChoiceQuestion(
                    row.neededText("prompt"),
                    row.texts("choices").orElse(List.of()),
                    row.neededWhole("answer")));
    return Refusal.ifEmpty(file, questions, "question");
  }

  /**
   * Writes a file that {@link #read(Path)} reads.
   *
   * @param file is replaced if it is there
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<ChoiceQuestion> questions) {
    WrittenLines.write(
        file, questions.stream().map(question -> json(question).toString()).toList());
  }

  private static JsonObject json(ChoiceQuestion question) {
    JsonArray choices = new JsonArray();
    question.choices().forEach(choices::add);
    JsonObject json = new JsonObject();
    json.addProperty("prompt", question.prompt());
    json.add("choices", choices);
    json.addProperty("answer", question.answer());
    return json;
  }
}
