package magnet.search;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Texts that are searched by meaning.
 *
 * @param texts one for each vector
 * @param vectors the texts' vectors
 * @param encoder embeds other texts as these were embedded
 */
public record TextIndex(
    List<String> texts, VectorIndex vectors, Function<List<String>, float[][]> encoder) {

  /** Checks that there is a text for each vector. */
  public TextIndex {
    texts = List.copyOf(texts);
    Objects.requireNonNull(encoder, "encoder");
    if (texts.size() != vectors.size()) {
      throw new IllegalArgumentException(
          "There are %d texts and %d vectors, expected a vector for each text."
              .formatted(texts.size(), vectors.size()));
    }
  }

  /**
   * The texts nearest to each of some others, which are embedded as these were.
   *
   * @param queries the others, none empty
   * @param most how many for each, at least 1
   */
  public NearestTexts nearest(List<String> queries, int most) {
    return new NearestTexts(queries, texts, vectors.nearest(encoder.apply(queries), most));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d texts in %s, %,d bytes",
        texts.size(),
        vectors.numbers(),
        vectors.bytes());
  }
}
