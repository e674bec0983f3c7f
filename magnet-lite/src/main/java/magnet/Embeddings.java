package magnet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.data.vectors.LabelledVectors;
import magnet.data.vectors.VectorFiles;
import magnet.data.vectors.VectorFormat;
import magnet.eval.metric.Cosine;
import magnet.eval.metric.Similarities;
import magnet.io.NotNull;
import magnet.search.Hits;
import magnet.search.NearestTexts;
import magnet.search.SimilarPairs;
import magnet.search.TableJoin;
import magnet.search.TextClusters;
import magnet.search.TextIndex;
import magnet.search.VectorIndex;
import magnet.view.SimilarityHeatMap;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Sentences with a vector each.
 *
 * @param model made them and is used for further calls
 * @param texts the sentences
 * @param vectors {@code [sentences][dimensions]}; not copied
 * @param options how they were made
 */
public record Embeddings(Magnet model, List<String> texts, float[][] vectors, Encoding options)
    implements ModelOperations {

  private static final String TEXT = "text";

  /**
   * Copies the list of texts and checks the vectors.
   *
   * @throws IllegalArgumentException if there are not as many vectors as texts, one at least and
   *     all of one length; or one is all zeros or holds NaN or infinity, as no cosine would be
   */
  public Embeddings {
    NotNull.of(model, "model");
    texts = NotNull.elements(texts, "texts");
    NotNull.elements(Arrays.asList(NotNull.of(vectors, "vectors")), "vectors");
    NotNull.of(options, "options");
    if (texts.isEmpty() || texts.size() != vectors.length) {
      throw new IllegalArgumentException(
          "There are %d texts and %d vectors, expected a vector for each text and one text at least; give them in one order."
              .formatted(texts.size(), vectors.length));
    }
    for (int i = 0; i < vectors.length; i++) {
      check(i, vectors[i], vectors[0].length);
    }
  }

  private static void check(int row, float[] vector, int dimensions) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (vector.length != dimensions || squares == 0 || !Double.isFinite(squares)) {
      throw new IllegalArgumentException(
          "Vector %d (counted from 0) %s, expected %d numbers that are not all 0; leave its text out, or embed it again."
              .formatted(
                  row,
                  vector.length != dimensions
                      ? "has " + vector.length + " dimensions"
                      : squares == 0 ? "is all zeros" : "holds NaN or Infinity",
                  dimensions));
    }
  }

  /**
   * Embeddings from a file that {@link #save(Path)} or another program has written.
   *
   * @param file ends in {@code .npz} (arrays {@code vectors} and {@code text}) or {@code .csv}
   *     (columns {@code text}, {@code d1}, {@code d2} and so on)
   * @param model made the vectors, and embeds what they are compared with
   * @param options how they were made; the file does not say
   * @throws IllegalArgumentException if the file is of another form, or its vectors are not as long
   *     as the model makes them with these options
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Embeddings load(Path file, Magnet model, Encoding options) {
    NotNull.of(file, "file");
    NotNull.of(model, "model");
    NotNull.of(options, "options");
    return of(VectorFormat.of(file).read(file, Set.of(TEXT), Set.of()), model, options);
  }

  /** {@link #load(Path, Magnet, Encoding)} for a file's name. */
  public static Embeddings load(String file, Magnet model, Encoding options) {
    return load(Path.of(NotNull.of(file, "file")), model, options);
  }

  /**
   * Embeddings from a file of vectors alone, such as {@code .npy}.
   *
   * @param file also {@code .npz} or {@code .csv}, whose own texts are ignored
   * @param texts one per vector, in the vectors' order
   * @param model made the vectors, and embeds what they are compared with
   * @param options how they were made
   * @throws IllegalArgumentException as {@link #load(Path, Magnet, Encoding)}, and if there are
   *     more or fewer texts than vectors
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Embeddings load(Path file, List<String> texts, Magnet model, Encoding options) {
    NotNull.of(file, "file");
    NotNull.elements(texts, "texts");
    NotNull.of(model, "model");
    NotNull.of(options, "options");
    float[][] vectors = VectorFormat.of(file).read(file, Set.of(), Set.of()).vectors();
    return of(new LabelledVectors(Map.of(TEXT, texts), Map.of(), vectors), model, options);
  }

  /**
   * Embeddings from a table such as {@link #vectorTable} gives.
   *
   * @param table has a text column {@code text} and number columns {@code d1}, {@code d2} and so on
   * @param model made the vectors, and embeds what they are compared with
   * @param options how they were made
   * @throws IllegalArgumentException if a column is absent or has missing entries, or the vectors
   *     are not as long as the model makes them with these options
   */
  public static Embeddings of(Table table, Magnet model, Encoding options) {
    NotNull.of(table, "table");
    NotNull.of(model, "model");
    NotNull.of(options, "options");
    return of(VectorFiles.of(table, Set.of(TEXT), Set.of()), model, options);
  }

  private static Embeddings of(LabelledVectors read, Magnet model, Encoding options) {
    int width =
        options.dimensions() == 0 ? model.architecture().hiddenSize() : options.dimensions();
    if (read.dimensions() != width) {
      throw new IllegalArgumentException(
          "The vectors have %d dimensions, but the model makes %d with these options; give the model and the options that made them."
              .formatted(read.dimensions(), width));
    }
    return new Embeddings(model, read.texts().get(TEXT), read.vectors(), options);
  }

  /** Number of sentences. */
  public int size() {
    return texts.size();
  }

  /** Length of each vector. */
  public int dimensions() {
    return vectors[0].length;
  }

  /** The cosine of each sentence with each, in [-1, 1]; {@code [sentences][sentences]}. */
  public float[][] similarity() {
    return Similarities.of(vectors);
  }

  /** The similarities as a picture; of more than 40 sentences those of the first and the last. */
  public Chart<?, ?> chart() {
    return SimilarityHeatMap.of(texts, this::cosine);
  }

  /**
   * The same on a scale of colours that is given, so that pictures of several models can be
   * compared: {@code some.chart("MAGNET", 0)} beside {@code others.chart("base", 0)}.
   *
   * @param title the title above
   * @param low the cosine that is white, from -1 to below 1
   */
  public Chart<?, ?> chart(String title, double low) {
    return SimilarityHeatMap.of(texts, this::cosine, NotNull.of(title, "title"), low);
  }

  private float cosine(int row, int column) {
    return (float) Cosine.of(vectors[row], vectors[column]);
  }

  /**
   * The sentences nearest to a text, which is embedded as they were.
   *
   * @param text not empty
   * @param most how many, at least 1
   */
  public Neighbours nearest(String text, int most) {
    Hits hits = nearest(List.of(NotNull.of(text, "text")), most).hits();
    int[] rows = hits.rows()[0];
    float[] cosines = hits.cosines()[0];
    return new Neighbours(
        text,
        IntStream.range(0, rows.length)
            .mapToObj(i -> new Neighbours.Neighbour(rows[i], texts.get(rows[i]), cosines[i]))
            .toList());
  }

  /**
   * The sentences nearest to each of some texts, which are embedded as they were.
   *
   * @param queries none empty
   * @param most how many for each, at least 1
   */
  public NearestTexts nearest(List<String> queries, int most) {
    if (most < 1) { // before the texts are embedded
      throw new IllegalArgumentException(
          "Asked for the " + most + " nearest sentences, expected 1 or more.");
    }
    return index(VectorIndex.float32(vectors)).nearest(NotNull.elements(queries, "queries"), most);
  }

  /**
   * The sentences nearest to each of some vectors.
   *
   * @param queries {@code [queries][dimensions]}, none all zeros
   * @param most how many for each, at least 1
   */
  public Hits nearest(float[][] queries, int most) {
    NotNull.elements(Arrays.asList(NotNull.of(queries, "queries")), "queries");
    return VectorIndex.float32(vectors).nearest(queries, most);
  }

  /** The sentences as an index of a quarter of the memory; see {@link VectorIndex#int8}. */
  public TextIndex int8() {
    return index(VectorIndex.int8(vectors));
  }

  /** The sentences as an index of one bit a number; see {@link VectorIndex#binary}. */
  public TextIndex binary() {
    return index(VectorIndex.binary(vectors));
  }

  private TextIndex index(VectorIndex of) {
    return new TextIndex(texts, of, queries -> model.embed(queries, options).vectors());
  }

  /**
   * Pairs of sentences that say almost the same (paraphrase mining), the nearest first.
   *
   * @param least the lowest cosine of a pair, such as 0.8
   * @throws IllegalArgumentException if more than a million pairs reach it
   */
  public SimilarPairs pairs(double least) {
    return SimilarPairs.of(texts, vectors, least);
  }

  /**
   * The sentences in groups, each named by the sentence that is nearest to its middle; {@code
   * map(clusters.labels())} draws them.
   *
   * @param k how many groups, from 1 to the number of sentences
   */
  public TextClusters clusters(int k) {
    return TextClusters.of(texts, vectors, k, 0);
  }

  /**
   * A copy with only the first dimensions, normalised again if they were.
   *
   * @param dimensions from 1 to those that there are
   */
  public Embeddings truncated(int dimensions) {
    if (dimensions < 1 || dimensions > dimensions()) {
      throw new IllegalArgumentException(
          "dimensions is " + dimensions + ", expected 1 to " + dimensions() + ".");
    }
    return new Embeddings(
        model,
        texts,
        Similarities.prefixes(vectors, dimensions, options.normalised()),
        options.dimensions(dimensions));
  }

  /**
   * Writes the vectors in the form that the file's ending names: {@code .npz} (NumPy, with the
   * texts), {@code .npy} (NumPy, vectors alone) or {@code .csv}. Numbers are written exactly.
   *
   * @param file is replaced if it is there
   * @return these embeddings, for further calls
   * @throws IllegalArgumentException if the ending is another
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public Embeddings save(Path file) {
    VectorFiles.write(NotNull.of(file, "file"), labelled());
    return this;
  }

  /** {@link #save(Path)} for a file's name. */
  public Embeddings save(String file) {
    return save(Path.of(NotNull.of(file, "file")));
  }

  /**
   * A row for each sentence: its text, then a column for each dimension, {@code d1}, {@code d2}, …
   */
  public Table vectorTable() {
    return VectorFiles.table("vectors", labelled());
  }

  private LabelledVectors labelled() {
    return new LabelledVectors(Map.of(TEXT, texts), Map.of(), vectors);
  }

  /**
   * The sentences in two dimensions.
   *
   * @param labels the kind of each sentence, for the legend
   * @throws IllegalArgumentException if there are not as many labels as sentences, or fewer than 3
   */
  public EmbeddingMap map(List<String> labels) {
    return EmbeddingMap.of(this, NotNull.elements(labels, "labels"));
  }

  /** One row per sentence, with the sentence that is nearest to it and their cosine. */
  public Table table() {
    return onto(Table.create("embeddings", StringColumn.create("sentence", texts)));
  }

  /**
   * A table of the same sentences with the nearest other one of each.
   *
   * @param table one row for each sentence, in their order; not changed
   * @return its columns, then {@code nearest} and {@code cosine}; a name that the table already has
   *     gets a number
   * @throws IllegalArgumentException if it has more or fewer rows than there are sentences
   */
  public Table onto(Table table) {
    return TableJoin.onto(NotNull.of(table, "table"), nearestOthers());
  }

  private List<Column<?>> nearestOthers() {
    StringColumn nearest = StringColumn.create("nearest");
    DoubleColumn cosine = DoubleColumn.create("cosine");
    Hits hits = nearest(vectors, 2);
    for (int i = 0; i < size(); i++) {
      int[] rows = hits.rows()[i];
      int other = rows[0] == i ? 1 : 0; // an equal sentence may stand before the sentence itself
      if (other < rows.length) {
        nearest.append(texts.get(rows[other]));
        cosine.append(hits.cosines()[i][other]);
      } else {
        nearest.appendMissing();
        cosine.appendMissing();
      }
    }
    return List.of(nearest, cosine);
  }

  @Override
  public String toString() {
    return "%s %s of %s dimensions"
        .formatted(size(), size() == 1 ? "embedding" : "embeddings", dimensions());
  }
}
