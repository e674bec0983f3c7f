package magnet.search;

/** Vectors of 8 bits a number: code 127 stands for the number of each that is farthest from 0. */
final class ByteRows implements CosineIndex {

  private static final int HIGHEST = 127;

  private final byte[][] codes; // [N][D]
  private final float[] steps; // [N]: what a code of 1 stands for
  private final int dimensions;

  ByteRows(float[][] vectors) {
    FloatRows exact = new FloatRows(vectors);
    dimensions = exact.dimensions();
    codes = new byte[vectors.length][dimensions];
    steps = new float[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      float[] vector = exact.unit(i, i + 1);
      float largest = 0;
      for (float number : vector) {
        largest = Math.max(largest, Math.abs(number));
      }
      steps[i] = largest / HIGHEST;
      for (int d = 0; d < dimensions; d++) {
        codes[i][d] = (byte) Math.round(vector[d] / steps[i]);
      }
    }
  }

  @Override
  public int size() {
    return codes.length;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public float[] unit(int from, int to) {
    float[] rows = new float[Math.multiplyExact(to - from, dimensions)];
    for (int i = from; i < to; i++) {
      for (int d = 0; d < dimensions; d++) {
        rows[(i - from) * dimensions + d] = codes[i][d] * steps[i];
      }
    }
    return rows;
  }

  @Override
  public long bytes() {
    return (long) size() * (dimensions + Float.BYTES);
  }

  @Override
  public String numbers() {
    return "int8";
  }
}
