package magnet;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import magnet.view.SimilarityHeatMap;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Sentences with a vector each.
 *
 * @param model made them and carries on
 * @param texts the sentences
 * @param vectors {@code [sentences][dimensions]}; not copied
 * @param options how they were made
 */
public record Embeddings(Magnet model, List<String> texts, float[][] vectors, Encoding options)
    implements Chain {

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

  /** The similarities as a picture. */
  public Chart<?, ?> chart() {
    return SimilarityHeatMap.of(texts, similarity());
  }

  /**
   * The sentences nearest to a text, which is embedded as they were.
   *
   * @param text not empty
   * @param most how many, at least 1
   */
  public Neighbours nearest(String text, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "Asked for the " + most + " nearest sentences, expected 1 or more.");
    }
    float[] vector = model.encoder(options).encode(List.of(text))[0];
    return new Neighbours(
        text,
        IntStream.range(0, size())
            .mapToObj(
                i ->
                    new Neighbours.Neighbour(
                        i, texts.get(i), Similarities.cosine(vector, vectors[i])))
            .sorted(Comparator.comparingDouble(each -> -each.cosine()))
            .limit(most)
            .toList());
  }

  /**
   * The same with only the first dimensions, normalised again if they were.
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

  /** A row a sentence, with the sentence that is nearest to it and their cosine. */
  public Table table() {
    float[][] cosines = similarity();
    StringColumn sentence = StringColumn.create("sentence", texts);
    StringColumn nearest = StringColumn.create("nearest");
    DoubleColumn cosine = DoubleColumn.create("cosine");
    for (int i = 0; i < size(); i++) {
      int row = i;
      IntStream.range(0, size())
          .filter(j -> j != row)
          .boxed()
          .max(Comparator.comparingDouble(j -> cosines[row][j]))
          .ifPresentOrElse(
              j -> {
                nearest.append(texts.get(j));
                cosine.append(cosines[row][j]);
              },
              () -> {
                nearest.appendMissing();
                cosine.appendMissing();
              });
    }
    return Table.create("embeddings", sentence, nearest, cosine);
  }

  @Override
  public String toString() {
    return size()
        + (size() == 1 ? " embedding of " : " embeddings of ")
        + dimensions()
        + " dimensions";
  }
}
