package magnet.data.vectors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors with what is known about each, as named columns beside them: what a file of vectors
 * holds.
 *
 * @param texts columns of text by name, in their order; each has one text per vector
 * @param numbers columns of whole numbers by name, in their order; each has one per vector
 * @param vectors {@code [vectors][dimensions]}; not copied
 */
public record LabelledVectors(
    Map<String, List<String>> texts, Map<String, int[]> numbers, float[][] vectors) {

  /** Refuses vectors without a number or of several lengths, and columns of another length. */
  public LabelledVectors {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    if (vectors.length == 0 || vectors[0].length == 0) {
      throw new IllegalArgumentException(
          "there is no vector with a number in it; give one at least");
    }
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "vector %d has %d dimensions, but vector 0 has %d; give vectors of one length"
                .formatted(i, vectors[i].length, vectors[0].length));
      }
    }
    texts.forEach((name, column) -> checkLength(name, column.size(), vectors.length));
    numbers.forEach((name, column) -> checkLength(name, column.length, vectors.length));
  }

  /** How many vectors there are. */
  public int size() {
    return vectors.length;
  }

  /** How long each is. */
  public int dimensions() {
    return vectors[0].length;
  }

  /** A dimension's column, where vectors are in a table: {@code d1}, {@code d2} and so on. */
  public static String dimensionName(int dimension) {
    return "d" + (dimension + 1);
  }

  private static void checkLength(String column, int length, int vectors) {
    if (length != vectors) {
      throw new IllegalArgumentException(
          "the column \"%s\" has %d entries for %d vectors; give one a vector"
              .formatted(column, length, vectors));
    }
  }
}
