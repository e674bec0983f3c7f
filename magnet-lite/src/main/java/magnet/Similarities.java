package magnet;

import java.util.Arrays;

/** Cosines of vectors. */
final class Similarities {

  private Similarities() {}

  /** The cosine of two vectors of one length, in [-1, 1]; 0 where one of them is 0. */
  static float cosine(float[] a, float[] b) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int d = 0; d < a.length; d++) {
      product += (double) a[d] * b[d];
      ofA += (double) a[d] * a[d];
      ofB += (double) b[d] * b[d];
    }
    double lengths = Math.sqrt(ofA) * Math.sqrt(ofB);
    return lengths == 0 ? 0 : (float) Math.max(-1, Math.min(1, product / lengths));
  }

  /** The cosine of each vector with each. */
  static float[][] of(float[][] vectors) {
    float[][] cosines = new float[vectors.length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j <= i; j++) {
        cosines[i][j] = cosine(vectors[i], vectors[j]);
        cosines[j][i] = cosines[i][j];
      }
    }
    return cosines;
  }

  /** A prefix of each vector, divided by its length if wanted. */
  static float[][] prefixes(float[][] vectors, int dimensions, boolean normalised) {
    return Arrays.stream(vectors)
        .map(
            vector -> {
              float[] prefix = Arrays.copyOf(vector, dimensions);
              double squares = 0;
              for (float value : prefix) {
                squares += (double) value * value;
              }
              if (normalised && squares > 0) {
                for (int d = 0; d < dimensions; d++) {
                  prefix[d] = (float) (prefix[d] / Math.sqrt(squares));
                }
              }
              return prefix;
            })
        .toArray(float[][]::new);
  }
}
