package magnet.data.vectors;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays in NumPy's format: vectors as {@code <f4}, whole numbers as {@code <i4}, texts as {@code
 * <U}, which has room in every text for as many characters as the longest has.
 *
 * <p>What is read may have the other byte order, double precision or 64 bits.
 */
final class NumpyArrays {

  private static final int CHARACTERS_AT_ONCE = 1 << 14;

  private NumpyArrays() {}

  static void write(float[][] vectors, OutputStream out) throws IOException {
    new NumpyHeader("<f4", false, List.of(vectors.length, vectors[0].length)).write(out);
    ByteBuffer row = buffer(vectors[0].length);
    for (float[] vector : vectors) {
      row.asFloatBuffer().put(vector);
      out.write(row.array());
    }
  }

  static void write(int[] numbers, OutputStream out) throws IOException {
    new NumpyHeader("<i4", false, List.of(numbers.length)).write(out);
    ByteBuffer all = buffer(numbers.length);
    all.asIntBuffer().put(numbers);
    out.write(all.array());
  }

  static void write(List<String> texts, OutputStream out) throws IOException {
    int longest =
        texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(0);
    int room = Math.max(1, longest);
    new NumpyHeader("<U" + room, false, List.of(texts.size())).write(out);
    for (String text : texts) {
      ByteBuffer characters = buffer(room);
      text.codePoints().forEach(characters::putInt);
      out.write(characters.array());
    }
  }

  /** Vectors, in single or double precision, in either order of the indices. */
  static float[][] vectors(NumpyHeader header, DataInputStream in, ByteBudget budget)
      throws IOException {
    header.expect(2, "vectors as float32 or float64 of shape [vectors, dimensions]", "[<>]f[48]");
    int vectors = header.shape().get(0);
    int dimensions = header.shape().get(1);
    boolean wide = header.type().endsWith("8");
    int bytesEach = wide ? Double.BYTES : Float.BYTES;
    budget.requireHeld((double) vectors * dimensions, bytesEach);
    if (vectors == 0 || dimensions == 0) {
      throw new IllegalArgumentException("its shape %s has no number".formatted(header.shape()));
    }
    budget.requireModest((long) vectors * dimensions * bytesEach);
    boolean transposed = header.fortranOrder();
    float[][] values = new float[vectors][dimensions];
    int length = transposed ? vectors : dimensions;
    for (int line = 0; line < (transposed ? dimensions : vectors); line++) {
      ByteBuffer bytes = read(header, in, (long) length * bytesEach);
      for (int i = 0; i < length; i++) {
        float value = wide ? (float) bytes.getDouble() : bytes.getFloat();
        values[transposed ? i : line][transposed ? line : i] = value;
      }
    }
    return values;
  }

  static int[] numbers(NumpyHeader header, DataInputStream in, ByteBudget budget)
      throws IOException {
    header.expect(1, "whole numbers as int32 or int64 in one row", "[<>]i[48]");
    boolean wide = header.type().endsWith("8");
    int bytesEach = wide ? Long.BYTES : Integer.BYTES;
    budget.requireHeld(header.shape().get(0), bytesEach);
    budget.requireModest((long) header.shape().get(0) * bytesEach);
    int[] numbers = new int[header.shape().get(0)];
    ByteBuffer bytes = read(header, in, (long) numbers.length * bytesEach);
    for (int i = 0; i < numbers.length; i++) {
      long number = wide ? bytes.getLong() : bytes.getInt();
      if (number != (int) number) {
        throw new IllegalArgumentException(
            "it holds %d, which is no whole number of 32 bits".formatted(number));
      }
      numbers[i] = (int) number;
    }
    return numbers;
  }

  static List<String> texts(NumpyHeader header, DataInputStream in, ByteBudget budget)
      throws IOException {
    header.expect(1, "texts of NumPy's type U in one row", "[<>]U[1-9]\\d{0,8}");
    int room = Integer.parseInt(header.type().substring(2));
    budget.requireHeld((double) room * header.shape().get(0), Integer.BYTES);
    List<String> texts = new ArrayList<>();
    long kept = 0;
    for (int i = 0; i < header.shape().get(0); i++) {
      texts.add(text(header, in, room, i));
      kept += (long) texts.get(i).length() * Integer.BYTES;
      budget.requireModest(kept);
    }
    return texts;
  }

  /** The zeros that fill up a text take no memory: they are added when something follows them. */
  private static String text(NumpyHeader header, DataInputStream in, int room, int number)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int zeros = 0;
    for (int done = 0; done < room; done += CHARACTERS_AT_ONCE) {
      int count = Math.min(CHARACTERS_AT_ONCE, room - done);
      ByteBuffer bytes = read(header, in, (long) count * Integer.BYTES);
      for (int c = 0; c < count; c++) {
        int character = bytes.getInt();
        if (character == 0) {
          zeros++;
          continue;
        }
        if (!Character.isValidCodePoint(character)
            || Character.getType(character) == Character.SURROGATE) {
          throw new IllegalArgumentException("text %d is not Unicode".formatted(number));
        }
        text.append("\0".repeat(zeros)).appendCodePoint(character);
        zeros = 0;
      }
    }
    return text.toString();
  }

  private static ByteBuffer read(NumpyHeader header, DataInputStream in, long bytes)
      throws IOException {
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a row of %d bytes is longer than Java's arrays".formatted(bytes));
    }
    byte[] row = in.readNBytes((int) bytes);
    if (row.length < bytes) {
      throw new EOFException("the file ends before its last number");
    }
    return ByteBuffer.wrap(row)
        .order(header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocate(Math.multiplyExact(values, Integer.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
