package magnet.search;

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
    float[] rows = new float[Math.multiplyExact(to - from, width)];
    for (int i = from; i < to; i++) {
      double squares = 0;
      for (float value : vectors[i]) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      for (int d = 0; d < width; d++) {
        rows[(i - from) * width + d] = (float) (vectors[i][d] / length);
      }
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
