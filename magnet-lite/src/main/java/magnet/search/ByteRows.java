package magnet.search;

/** Vectors of 8 bits a number: code 127 stands for the number of each that is farthest from 0. */
final class ByteRows implements CosineIndex {

  private static final int HIGHEST = 127;
  private static final int AT_ONCE = 1024;

  private final byte[][] codes; // [N][D]
  private final float[] steps; // [N]: what a code of 1 stands for
  private final int dimensions;

  ByteRows(float[][] vectors) {
    FloatRows exact = new FloatRows(vectors);
    dimensions = exact.dimensions();
    codes = new byte[vectors.length][dimensions];
    steps = new float[vectors.length];
    for (int from = 0; from < vectors.length; from += AT_ONCE) {
      int to = Math.min(vectors.length, from + AT_ONCE);
      float[] rows = exact.unit(from, to);
      for (int i = from; i < to; i++) {
        encode(rows, (i - from) * dimensions, i);
      }
    }
  }

  private void encode(float[] rows, int start, int row) {
    float largest = 0;
    for (int d = 0; d < dimensions; d++) {
      largest = Math.max(largest, Math.abs(rows[start + d]));
    }
    steps[row] = largest / HIGHEST;
    for (int d = 0; d < dimensions; d++) {
      codes[row][d] = (byte) Math.round(rows[start + d] / steps[row]);
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
