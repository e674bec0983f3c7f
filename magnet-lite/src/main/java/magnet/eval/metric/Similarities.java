package magnet.eval.metric;

import java.util.Arrays;

/** Cosines of vectors. */
public final class Similarities {

  private Similarities() {}

  /** The cosine of each vector with each. */
  public static float[][] of(float[][] vectors) {
    float[][] cosines = new float[vectors.length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j <= i; j++) {
        cosines[i][j] = (float) Cosine.of(vectors[i], vectors[j]);
        cosines[j][i] = cosines[i][j];
      }
    }
    return cosines;
  }

  /** A prefix of each vector, divided by its length on request. */
  public static float[][] prefixes(float[][] vectors, int dimensions, boolean normalised) {
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
