package magnet.search;

import java.util.Arrays;
import magnet.eval.metric.Similarities;

/**
 * Vectors as they are.
 *
 * @param vectors {@code [vectors][dimensions]}, none all zeros; not copied
 */
record FloatRows(float[][] vectors) implements CosineIndex {

  @Override
  public int size() {
    return vectors.length;
  }

  @Override
  public int dimensions() {
    return vectors[0].length;
  }

  @Override
  public float[] unit(int from, int to) {
    int width = dimensions();
    float[][] unit = Similarities.prefixes(Arrays.copyOfRange(vectors, from, to), width, true);
    float[] rows = new float[Math.multiplyExact(unit.length, width)];
    for (int i = 0; i < unit.length; i++) {
      System.arraycopy(unit[i], 0, rows, i * width, width);
    }
    return rows;
  }

  @Override
  public long bytes() {
    return 4L * size() * dimensions();
  }

  @Override
  public String numbers() {
    return "float32";
  }
}
