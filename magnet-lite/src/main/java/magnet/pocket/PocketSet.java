package magnet.pocket;

import java.nio.file.Path;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.TextLines;
import magnet.data.TextPairs;
import magnet.data.benchmark.Conll2003;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.StsBenchmark;

/**
 * The data sets of the pocket world as files, each in a common format that this library and others
 * read. They hold what {@link PocketWorld} gives for the same part, count and {@link #SEED}, byte
 * for byte the same on every machine: UTF-8 with LF.
 */
public enum PocketSet {

  /** One story per line, as {@link TextLines} reads them: {@code train.txt}. */
  TEXT(
      "stories",
      "%s.txt",
      new int[] {8_000, 250, 1_000},
      (file, split, count) -> TextLines.write(file, stories(split, count))),

  /** The first stories of {@link #TEXT} in the five columns of ROCStories, read by Stories. */
  STORIES(
      "stories of five sentences",
      "stories/%s.csv",
      new int[] {500, 250, 1_000},
      (file, split, count) -> Stories.writeCsv(file, stories(split, count))),

  /** {@link PocketWorld#tagged} in the columns of {@link Conll2003}. */
  TAGS(
      "tagged sentences",
      "tags/%s.conll",
      new int[] {1_000, 250, 1_000},
      (file, split, count) ->
          Conll2003.write(file, PocketWorld.tagged(split, count, PocketSet.SEED))),

  /** {@link PocketWorld#paraphrases}, two tab-separated columns: {@link TextPairs#tsv}. */
  PARAPHRASES(
      "pairs of paraphrases",
      "paraphrases/%s.tsv",
      new int[] {1_000, 250, 250},
      (file, split, count) ->
          TextPairs.writeTsv(file, PocketWorld.paraphrases(split, count, PocketSet.SEED))),

  /** {@link PocketWorld#sts} in the seven columns of {@link StsBenchmark}. */
  STS(
      "scored pairs",
      "sts/%s.tsv",
      new int[] {1_000, 500, 1_000},
      (file, split, count) ->
          StsBenchmark.write(
              file,
              "pocket",
              "stories",
              split.lower(),
              PocketWorld.sts(split, count, PocketSet.SEED))),

  /** {@link PocketWorld#topics}, a table with a header that {@link LabelledTexts} reads. */
  TOPICS(
      "labelled texts",
      "topics/%s.tsv",
      new int[] {500, 250, 1_000},
      (file, split, count) ->
          LabelledTexts.write(file, PocketWorld.topics(split, count, PocketSet.SEED))),

  /** {@link PocketWorld#choices} as JSON lines in the form of {@link HellaSwag}. */
  CHOICES(
      "questions with four endings",
      "choices/%s.jsonl",
      new int[] {100, 100, 500},
      (file, split, count) ->
          HellaSwag.write(file, PocketWorld.choices(split, count, PocketSet.SEED)));

  /** The seed of all files. */
  public static final long SEED = 1;

  /** Makes one file. */
  private interface Writer {
    void write(Path file, Split split, int count);
  }

  private final String items;
  private final String file;
  private final int[] counts;
  private final Writer writer;

  PocketSet(String items, String file, int[] counts, Writer writer) {
    this.items = items;
    this.file = file;
    this.counts = counts;
    this.writer = writer;
  }

  /** What the files hold, in the plural, such as {@code scored pairs}. */
  public String items() {
    return items;
  }

  /** The name of the file of a part, such as {@code sts/test.tsv}. */
  public String file(Split split) {
    return file.formatted(split.lower());
  }

  /** How many items the file of a part in {@code datasets/pocket} holds. */
  public int count(Split split) {
    return counts[split.ordinal()];
  }

  /**
   * Makes the file of one part.
   *
   * @param folder where {@link #file} is put; made if it is absent
   * @param split which part of the world
   * @param count how many items, at least 1; more continue where {@link #count} of them end
   * @return the file, which is replaced if it was there
   * @throws IllegalArgumentException if the count is below 1
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public Path write(Path folder, Split split, int count) {
    Path file = folder.resolve(file(split));
    writer.write(file, split, count);
    return file;
  }

  private static Documents stories(Split split, int count) {
    return PocketWorld.stories(split, count, SEED);
  }
}
