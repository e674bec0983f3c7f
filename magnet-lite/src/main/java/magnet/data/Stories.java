package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.io.Quoted;
import magnet.io.StrictJson;
import magnet.io.Tree;

/**
 * Five-sentence stories: ROCStories (Mostafazadeh et al., "A corpus and cloze evaluation for deeper
 * understanding of commonsense stories", 2016) and its Story Cloze Test.
 *
 * <p>Three forms are told apart by the file's extension and its header line:
 *
 * <ul>
 *   <li>ROCStories CSV: columns {@code sentence1} to {@code sentence5}; id and title are left out.
 *   <li>Story Cloze CSV: columns {@code InputSentence1} to {@code InputSentence4}, then the one of
 *       {@code RandomFifthSentenceQuiz1} and {@code RandomFifthSentenceQuiz2} that {@code
 *       AnswerRightEnding} (1 or 2) names. A file without the answers, as the test set of 2018, is
 *       refused: its stories have no known end, and four sentences would be another kind of story.
 *   <li>JSON lines ({@code .json}, {@code .jsonl}): each line an array of one string, the whole
 *       story; its sentences are found by {@link Sentences}, so a few stories have more or fewer
 *       than five.
 * </ul>
 *
 * <p>Sentences of a CSV file are joined by one space, so that a sentence of a story can be taken
 * out and put back. The stories are kept in memory (100,000 take about 30 MB).
 */
public final class Stories {

  private static final List<String> ROC_COLUMNS =
      List.of("sentence1", "sentence2", "sentence3", "sentence4", "sentence5");
  private static final List<String> CLOZE_COLUMNS =
      List.of("inputsentence1", "inputsentence2", "inputsentence3", "inputsentence4");
  private static final List<String> ENDINGS =
      List.of("randomfifthsentencequiz1", "randomfifthsentencequiz2");
  private static final String ANSWER = "answerrightending";

  private Stories() {}

  /**
   * Reads a file of stories.
   *
   * @param file a {@code .csv}, {@code .json} or {@code .jsonl} file
   * @return the stories in the file's order, each with its sentence ranges
   * @throws IllegalArgumentException if the form is not known, a row is malformed (the message
   *     names its line), or there is no story
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Documents read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static Documents read(Path file, BadRows bad) {
    TextFile text = TextFile.open(file);
    String extension = text.name().replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
    List<Document> stories =
        switch (extension) {
          case "json", "jsonl" -> text.rows(bad, Stories::lineStory);
          case "csv" -> fromCsv(text, bad);
          default ->
              throw new IllegalArgumentException(
                  ("%s: stories are read from .csv, .json or .jsonl files, not from \".%s\";"
                          + " for plain text use TextLines or TinyStories")
                      .formatted(file, extension));
        };
    return Documents.of(text.name(), Refusal.ifEmpty(file, stories, "story"));
  }

  /**
   * Writes five-sentence stories in ROCStories' columns {@code sentence1} to {@code sentence5}.
   *
   * @param file a {@code .csv} file; is replaced if it is there
   * @param stories each of five sentences
   * @throws IllegalArgumentException if a story has more or fewer
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void writeCsv(Path file, Documents stories) {
    List<String> lines = new ArrayList<>(stories.size() + 1);
    lines.add(String.join(",", ROC_COLUMNS));
    for (int i = 0; i < stories.size(); i++) {
      Document story = stories.get(i);
      if (story.sentences().size() != ROC_COLUMNS.size()) {
        throw new IllegalArgumentException(
            "story %d has %d sentences, not five; leave it out"
                .formatted(i, story.sentences().size()));
      }
      lines.add(
          IntStream.range(0, ROC_COLUMNS.size())
              .mapToObj(s -> CsvText.field(story.sentence(s)))
              .collect(Collectors.joining(",")));
    }
    TextFile.write(file, lines);
  }

  private static Document lineStory(String line) {
    String story = onlyString(line).strip();
    if (story.isEmpty()) {
      throw new IllegalArgumentException("the story is blank");
    }
    return new Document(story, Sentences.of(story));
  }

  private static String onlyString(String line) {
    String reason;
    try {
      Tree tree = StrictJson.tree(line);
      if (tree instanceof Tree.Items array
          && array.items().size() == 1
          && array.items().get(0) instanceof Tree.Value story
          && story.isText()) {
        return story.text();
      }
      reason = "it is " + Quoted.value(tree.toString());
    } catch (StrictJson.Fault e) {
      reason = e.getMessage();
    }
    throw new IllegalArgumentException(
        "not a JSON array of one string such as [\"Tom ran. He fell.\"] (%s)".formatted(reason));
  }

  private static List<Document> fromCsv(TextFile text, BadRows bad) {
    CsvRows rows = CsvRows.read(text);
    if (rows.has(ROC_COLUMNS)) {
      return rows.map(row -> story(row, ROC_COLUMNS), bad);
    }
    if (rows.has(CLOZE_COLUMNS) && rows.has(ENDINGS)) {
      if (!rows.has(List.of(ANSWER))) {
        throw new IllegalArgumentException(
            ("%s has no column AnswerRightEnding, so the right end of its stories is not known;"
                    + " use the validation set, which has it")
                .formatted(text.path()));
      }
      return rows.map(Stories::clozeStory, bad);
    }
    throw new IllegalArgumentException(
        ("%s: the header has neither sentence1 to sentence5 nor InputSentence1 to InputSentence4"
                + " with the two endings, but %s; the first line must name the columns")
            .formatted(text.path(), rows.header()));
  }

  private static Document clozeStory(CsvRows.Row row) {
    String answer = row.get(ANSWER).strip();
    if (!answer.equals("1") && !answer.equals("2")) {
      throw new IllegalArgumentException(
          "AnswerRightEnding is \"%s\", not 1 or 2".formatted(answer));
    }
    List<String> columns = new ArrayList<>(CLOZE_COLUMNS);
    columns.add(ENDINGS.get(Integer.parseInt(answer) - 1));
    return story(row, columns);
  }

  private static Document story(CsvRows.Row row, List<String> columns) {
    List<String> sentences = new ArrayList<>(columns.size());
    for (String column : columns) {
      String sentence = row.get(column);
      if (sentence.isBlank()) {
        throw new IllegalArgumentException(
            "column %s is empty, but a story has five sentences".formatted(column));
      }
      sentences.add(sentence);
    }
    return Document.ofSentences(sentences);
  }
}
