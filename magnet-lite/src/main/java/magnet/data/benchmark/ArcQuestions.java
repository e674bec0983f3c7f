package magnet.data.benchmark;

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
 * ARC, questions of school science with three to five choices (Clark et al., "Think you have solved
 * question answering? Try ARC, the AI2 reasoning challenge", 2018), in two forms that the file's
 * extension tells apart:
 *
 * <ul>
 *   <li>{@code .jsonl}, as it was published: one object per line with {@code question} (its {@code
 *       stem} and {@code choices}, each with {@code label} and {@code text}) and {@code answerKey}.
 *   <li>{@code .json}, as LLM-Adapters has it: an array of objects with {@code instruction}, which
 *       holds question and choices ({@code Answer1: … Answer2: …}), and {@code answer} such as
 *       {@code answer2}.
 * </ul>
 *
 * <p>The prompt is as in EleutherAI's evaluation harness: {@code Question:} and the question, on
 * the next line {@code Answer:}; a choice is its text. Published counts of the test sets: 2,376
 * easy and 1,172 challenge questions.
 */
public final class ArcQuestions {

  private static final String BEGIN = "Please choose the correct answer to the question: ";
  private static final String FORMAT = "\n\nAnswer format: ";

  private ArcQuestions() {}

  /**
   * Reads a file.
   *
   * @param file such as {@code ARC-Easy-Test.jsonl} or {@code test.json}
   * @return the questions in the file's order
   * @throws IllegalArgumentException if the form is not known, a question is malformed, or there is
   *     none
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<ChoiceQuestion> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad questions as {@code bad} says. */
  public static List<ChoiceQuestion> read(Path file, BadRows bad) {
    TextFile text = TextFile.open(file);
    String name = text.name().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".json") && !name.endsWith(".jsonl")) {
      throw new IllegalArgumentException(
          "%s: ARC is read from .jsonl (as published) or .json (LLM-Adapters) files; rename it, or convert it"
              .formatted(file));
    }
    List<ChoiceQuestion> questions =
        name.endsWith(".jsonl")
            ? JsonRows.lines(text, bad, ArcQuestions::fromOriginal)
            : JsonRows.array(text, null, bad, ArcQuestions::fromInstruction);
    return Refusal.ifEmpty(file, questions, "question");
  }

  private static ChoiceQuestion fromOriginal(KeyedReader row) {
    KeyedReader question = row.neededSection("question");
    List<KeyedReader> choices = question.neededSections("choices");
    List<String> labels = choices.stream().map(choice -> choice.neededText("label")).toList();
    String key = row.neededText("answerKey");
    if (!labels.contains(key)) {
      throw new IllegalArgumentException(
          "answerKey is \"%s\", which is none of the choices %s".formatted(key, labels));
    }
    return question(
        question.neededText("stem"),
        choices.stream().map(choice -> choice.neededText("text").strip()).toList(),
        labels.indexOf(key));
  }

  private static ChoiceQuestion fromInstruction(KeyedReader row) {
    String instruction = row.neededText("instruction");
    int format = instruction.lastIndexOf(FORMAT);
    if (!instruction.startsWith(BEGIN) || format < 0) {
      throw new IllegalArgumentException(
          "the instruction does not begin with \"%s\" and end with \"%s…\""
              .formatted(BEGIN, FORMAT.strip()));
    }
    List<String> names = List.of(instruction.substring(format + FORMAT.length()).split("/"));
    List<String> parts = parts(instruction.substring(BEGIN.length(), format), names.size());
    String answer = row.neededText("answer");
    if (!names.contains(answer)) {
      throw new IllegalArgumentException(
          "the answer is \"%s\", which is none of the choices %s".formatted(answer, names));
    }
    return question(parts.get(0), parts.subList(1, parts.size()), names.indexOf(answer));
  }

  /** The question and its choices, separated by marks {@code AnswerN:}. */
  private static List<String> parts(String text, int choices) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= choices; i++) {
      String mark = "Answer" + i + ": ";
      int at = text.indexOf(mark, begin);
      if (at < 0) {
        throw new IllegalArgumentException(
            "the instruction has no \"%s\", but names %d choices".formatted(mark.strip(), choices));
      }
      parts.add(text.substring(begin, at).strip());
      begin = at + mark.length();
    }
    parts.add(text.substring(begin).strip());
    return parts;
  }

  private static ChoiceQuestion question(String stem, List<String> choices, int answer) {
    if (stem.isBlank()) {
      throw new IllegalArgumentException("the question is blank");
    }
    return new ChoiceQuestion("Question: " + stem.strip() + "\nAnswer:", choices, answer);
  }
}
