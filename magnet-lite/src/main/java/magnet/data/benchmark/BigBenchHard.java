package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.JsonRows;
import magnet.data.TextFile;
import magnet.io.KeyedReader;

/**
 * BIG-Bench Hard, 23 families of questions that were hard for language models (Suzgun et al.,
 * "Challenging BIG-Bench tasks and whether chain-of-thought can solve them", 2022), and any file of
 * the same form: a JSON object whose field {@code examples} is an array of objects with {@code
 * input} and {@code target}. Other fields are ignored.
 *
 * <p>The first examples may be shown with their answers before each question (few-shot); they are
 * then not questions themselves. As in the few-shot task of EleutherAI's evaluation harness, an
 * example is {@code Q:} and the input, on the next line {@code A:} and the target; an empty line
 * separates examples. The sentence that the harness puts before each family is not in these files
 * and is left out. Answers are compared as a whole: exact match.
 */
public final class BigBenchHard {

  private BigBenchHard() {}

  /**
   * Reads one family.
   *
   * @param file such as {@code boolean_expressions.json}
   * @param shots how many examples to show before each question, 0 or more; 3 is usual
   * @return the other examples as questions, in the file's order
   * @throws IllegalArgumentException if the file is another format, an example is malformed, or no
   *     question is left
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<QuestionAnswer> read(Path file, int shots) {
    return read(file, shots, BadRows.refused());
  }

  /** As {@link #read(Path, int)}, handling bad examples as {@code bad} says. */
  public static List<QuestionAnswer> read(Path file, int shots, BadRows bad) {
    List<QuestionAnswer> examples =
        JsonRows.array(TextFile.open(file), "examples", bad, BigBenchHard::example);
    if (shots < 0 || shots >= examples.size()) {
      throw new IllegalArgumentException(
          "%d examples are to be shown, but %s holds %d; show fewer, so that a question is left"
              .formatted(shots, file, examples.size()));
    }
    String shown = QuestionAnswer.shown(examples, shots);
    return examples.stream()
        .skip(shots)
        .map(example -> new QuestionAnswer(shown + example.prompt(), example.answer()))
        .toList();
  }

  private static QuestionAnswer example(KeyedReader row) {
    String input = row.neededText("input").strip();
    if (input.isEmpty()) {
      throw new IllegalArgumentException("the input is blank");
    }
    return new QuestionAnswer("Q: " + input + "\nA:", row.neededText("target").strip());
  }
}
