package magnet;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.data.vectors.LabelledVectors;
import magnet.data.vectors.VectorFiles;
import magnet.data.vectors.VectorFormat;
import magnet.eval.metric.Cosine;
import magnet.eval.metric.Similarities;
import magnet.infer.encoding.TokenVectors;
import magnet.io.NotNull;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.TokenTexts;
import magnet.view.Shortened;
import magnet.view.SimilarityHeatMap;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A text's tokens with a vector each. A begin token, where the model has one, comes first and
 * belongs to no text.
 *
 * @param model made them and is used for further calls
 * @param all ids, ranges of the text and vectors
 */
public record TokenEmbeddings(Magnet model, TokenVectors all) implements ModelOperations {

  private static final String TOKEN = "token";
  private static final String ID = "id";
  private static final String BEGIN = "begin";
  private static final String END = "end";
  private static final int MOST_SHOWN = 400;
  private static final Set<String> NUMBERS = Set.of(ID, BEGIN, END);

  /** Checks that nothing is null. */
  public TokenEmbeddings {
    NotNull.of(model, "model");
    NotNull.of(all, "all");
  }

  /**
   * Token embeddings from a file that {@link #save(Path)} has written.
   *
   * @param file ends in {@code .npz} or {@code .csv}; a {@code .npy} file has no ids
   * @param text the text that the tokens are of; the file has their ranges in it
   * @param model made the vectors and is used for further calls
   * @throws IllegalArgumentException if the file is of another form, a range lies outside the text,
   *     or an id or the vectors' length does not fit the model
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static TokenEmbeddings load(Path file, String text, Magnet model) {
    NotNull.of(file, "file");
    NotNull.of(text, "text");
    NotNull.of(model, "model");
    return of(VectorFormat.of(file).read(file, Set.of(), NUMBERS), text, model);
  }

  /** {@link #load(Path, String, Magnet)} for a file's name. */
  public static TokenEmbeddings load(String file, String text, Magnet model) {
    return load(Path.of(NotNull.of(file, "file")), text, model);
  }

  /**
   * Token embeddings from a table such as {@link #vectorTable} gives.
   *
   * @param table has the number columns {@code id}, {@code begin}, {@code end}, {@code d1}, {@code
   *     d2} and so on
   * @param text the text that the tokens are of
   * @param model made the vectors and is used for further calls
   * @throws IllegalArgumentException as {@link #load(Path, String, Magnet)}
   */
  public static TokenEmbeddings of(Table table, String text, Magnet model) {
    NotNull.of(table, "table");
    NotNull.of(text, "text");
    NotNull.of(model, "model");
    return of(VectorFiles.of(table, Set.of(), NUMBERS), text, model);
  }

  private static TokenEmbeddings of(LabelledVectors read, String text, Magnet model) {
    Architecture of = model.architecture();
    int[] ids = read.numbers().get(ID);
    int[] begin = read.numbers().get(BEGIN);
    int[] end = read.numbers().get(END);
    if (read.dimensions() != of.hiddenSize()) {
      throw new IllegalArgumentException(
          "The vectors have %d dimensions, but the model makes %d; give the model that made them."
              .formatted(read.dimensions(), of.hiddenSize()));
    }
    for (int t = 0; t < ids.length; t++) {
      if (begin[t] < 0 || begin[t] > end[t] || end[t] > text.length()) {
        throw new IllegalArgumentException(
            "Token %d stands for [%d, %d) of a text of %d chars; give the text that was embedded."
                .formatted(t, begin[t], end[t], text.length()));
      }
      if (ids[t] < 0 || ids[t] >= of.vocabularySize()) {
        throw new IllegalArgumentException(
            "Token %d has the id %d, but the model has %d tokens; give the model that made it."
                .formatted(t, ids[t], of.vocabularySize()));
      }
    }
    return new TokenEmbeddings(model, new TokenVectors(text, ids, begin, end, read.vectors()));
  }

  /** Number of tokens. */
  public int size() {
    return all.length();
  }

  /** The vectors, {@code [tokens][hidden]}; not copied. */
  public float[][] vectors() {
    return all.vectors();
  }

  /** The part of the text that each token stands for; the vocabulary's name where it is empty. */
  public List<String> texts() {
    return IntStream.range(0, size())
        .mapToObj(
            t ->
                all.begin()[t] == all.end()[t]
                    ? TokenTexts.name(model.frame().tokenizer(), all.ids()[t])
                    : all.text().substring(all.begin()[t], all.end()[t]))
        .toList();
  }

  /** The cosine of each token with each, {@code [tokens][tokens]}. */
  public float[][] similarity() {
    return Similarities.of(all.vectors());
  }

  /** The similarities as a picture; of more than 40 tokens those of the first and the last. */
  public Chart<?, ?> chart() {
    return SimilarityHeatMap.of(
        texts(), (i, j) -> (float) Cosine.of(all.vectors()[i], all.vectors()[j]));
  }

  /**
   * Writes the vectors in the form that the file's ending names: {@code .npz} (NumPy, with the
   * tokens, ids and ranges), {@code .npy} (NumPy, vectors alone) or {@code .csv}.
   *
   * @param file is replaced if it is there
   * @return these embeddings, for further calls
   * @throws IllegalArgumentException if the ending is another
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public TokenEmbeddings save(Path file) {
    VectorFiles.write(NotNull.of(file, "file"), labelled());
    return this;
  }

  /** {@link #save(Path)} for a file's name. */
  public TokenEmbeddings save(String file) {
    return save(Path.of(NotNull.of(file, "file")));
  }

  /** A row for each token as in {@link #table}, then a column for each dimension, {@code d1}, … */
  public Table vectorTable() {
    return VectorFiles.table("token vectors", labelled());
  }

  private LabelledVectors labelled() {
    Map<String, int[]> numbers = new LinkedHashMap<>();
    numbers.put(ID, all.ids());
    numbers.put(BEGIN, all.begin());
    numbers.put(END, all.end());
    return new LabelledVectors(Map.of(TOKEN, texts()), numbers, all.vectors());
  }

  /** One row per token: its text, its id and its range in the text. */
  public Table table() {
    return Table.create(
        "tokens",
        StringColumn.create(TOKEN, texts()),
        IntColumn.create(ID, all.ids()),
        IntColumn.create(BEGIN, all.begin()),
        IntColumn.create(END, all.end()));
  }

  @Override
  public String toString() {
    String texts = Shortened.to(MOST_SHOWN, String.join("|", texts()));
    int dimensions = size() == 0 ? 0 : vectors()[0].length;
    return "%s tokens %s, vectors of %s dimensions".formatted(size(), texts, dimensions);
  }
}
