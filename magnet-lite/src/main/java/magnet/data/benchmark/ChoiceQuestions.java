package magnet.data.benchmark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.JsonRows;
import magnet.data.Refusal;
import magnet.data.TextFile;

/**
 * Questions with choices of your own, as JSON lines: one object per line with {@code prompt},
 * {@code choices} (an array of strings) and {@code answer} (the right one, counted from 0). Other
 * fields are ignored.
 *
 * <p>The published sets have their own readers: {@link HellaSwag}, {@link ArcQuestions}, {@link
 * Mmlu}.
 */
public final class ChoiceQuestions {

  /** The components of a question are the fields of its line. */
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

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
    TextFile.write(file, questions.stream().map(GSON::toJson).toList());
  }
}
