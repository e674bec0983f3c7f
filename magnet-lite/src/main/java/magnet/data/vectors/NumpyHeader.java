package magnet.data.vectors;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import magnet.io.Quoted;

/**
 * The header of a {@code .npy} file (numpy.lib.format, versions 1.0, 2.0 and 3.0): eight bytes that
 * name format and version, the length of what follows, and a Python dictionary in text.
 *
 * @param type as NumPy writes it: byte order, kind and bytes, such as {@code <f4}
 * @param fortranOrder whether the first index runs fastest, not the last
 * @param shape the length of each dimension
 */
record NumpyHeader(String type, boolean fortranOrder, List<Integer> shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;
  private static final int LONGEST = 1 << 16; // NumPy itself stops at 10,000
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  /** Writes version 1.0, byte for byte as NumPy does. */
  void write(OutputStream out) throws IOException {
    String dimensions = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(
                type,
                fortranOrder ? "True" : "False",
                shape.size() == 1 ? dimensions + "," : dimensions);
    int unpadded = PREFIX + text.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    byte[] bytes = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) bytes.length, (byte) (bytes.length >> 8)});
    out.write(bytes);
  }

  /** Reads a header; the stream is then at the first number. */
  static NumpyHeader read(DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("it does not begin as NumPy's files do");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException(
          "its version is %d.%d, not 1.0, 2.0 or 3.0".formatted(version, start[MAGIC.length + 1]));
    }
    int bytes = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] length = Arrays.copyOf(in.readNBytes(bytes), Integer.BYTES);
    int count = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (count < 0 || count > LONGEST) {
      throw new IllegalArgumentException("its header has %d bytes".formatted(count));
    }
    return of(new String(in.readNBytes(count), StandardCharsets.UTF_8));
  }

  private static NumpyHeader of(String text) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new IllegalArgumentException(
          "its header is \"%s\", not a plain type, an order and a shape"
              .formatted(Quoted.value(text.strip())));
    }
    try {
      return new NumpyHeader(
          type.group(1),
          order.group(1).equals("True"),
          Pattern.compile(",")
              .splitAsStream(shape.group(1))
              .map(String::strip)
              .filter(length -> !length.isEmpty())
              .map(Integer::valueOf)
              .toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "its shape is (%s), longer than Java's arrays".formatted(Quoted.value(shape.group(1))),
          e);
    }
  }

  /** Refuses what has another number of dimensions, or is none of the types. */
  void expect(int dimensions, String what, String types) {
    if (shape.size() != dimensions || !type.matches(types)) {
      throw new IllegalArgumentException(
          "it holds %s of shape %s, not %s"
              .formatted(Quoted.value(type), Quoted.value(shape.toString()), what));
    }
  }
}
