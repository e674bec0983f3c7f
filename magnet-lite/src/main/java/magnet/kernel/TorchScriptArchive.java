package magnet.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive made in memory from readable source text: how kernels that DJL's NDArray
 * does not have (fused attention, bfloat16, a whole layer in one call) reach PyTorch without a
 * native build and without Python.
 *
 * <p>The archive is what {@code torch.jit.save} writes: a stored zip that holds the code of one
 * module without parameters, its attributes as a pickle, no constants, and the format version. It
 * loads in Python's {@code torch.jit.load} as well, so that a kernel can be measured without a JVM.
 */
public final class TorchScriptArchive {

  private static final String FORMAT_VERSION = "10\n";
  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private TorchScriptArchive() {}

  /**
   * Builds the archive of one module.
   *
   * @param attributes what the methods read as {@code self.name}: Integer, Double or Boolean
   *     values, or a List of Integers
   * @param resources the names of resources beside this class that hold the module's methods,
   *     written as {@code def name(self, x: Tensor) -> Tensor:}
   * @return a zip file, as {@code torch.jit.load} reads it
   * @throws IllegalArgumentException where an attribute has another type
   */
  public static byte[] of(Map<String, Object> attributes, String... resources) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "kernels/code/__torch__.py", module(attributes, resources));
      store(zip, "kernels/data.pkl", pickle(attributes));
      store(zip, "kernels/constants.pkl", EMPTY_TUPLE);
      store(zip, "kernels/version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("Kernel " + resources[0] + " cannot be packed: " + e, e);
    }
    return out.toByteArray();
  }

  /**
   * The methods as a class: TorchScript wants a typed {@code self} and every attribute declared.
   */
  private static byte[] module(Map<String, Object> attributes, String... resources)
      throws IOException {
    StringBuilder code = new StringBuilder("class Kernels(Module):\n");
    code.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    attributes.forEach(
        (name, value) ->
            code.append("  ").append(name).append(" : ").append(type(name, value)).append('\n'));
    for (String resource : resources) {
      text(resource)
          .replace("(self,", "(self: __torch__.Kernels,")
          .lines()
          .forEach(line -> code.append("  ").append(line).append('\n'));
    }
    return code.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = TorchScriptArchive.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "Kernel source " + resource + " is not on the class path beside magnet.kernel.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String type(String name, Object value) {
    if (value instanceof Integer) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof List<?> list && list.stream().allMatch(Integer.class::isInstance)) {
      return "List[int]";
    }
    throw new IllegalArgumentException(
        "Kernel attribute %s is a %s; Integer, Double, Boolean or a List of Integers are possible."
            .formatted(name, value.getClass().getSimpleName()));
  }

  /**
   * Pickle protocol 2 of an object of class {@code __torch__.Kernels} with its attributes as state.
   */
  private static byte[] pickle(Map<String, Object> attributes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x80); // PROTO
    out.write(2);
    out.write("c__torch__\nKernels\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
    out.write(')'); // EMPTY_TUPLE
    out.write(0x81); // NEWOBJ
    out.write('}'); // EMPTY_DICT
    out.write('('); // MARK
    entry(out, "training", Boolean.TRUE);
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      entry(out, attribute.getKey(), attribute.getValue());
    }
    out.write('u'); // SETITEMS
    out.write('b'); // BUILD
    out.write('.'); // STOP
    return out.toByteArray();
  }

  private static void entry(ByteArrayOutputStream out, String name, Object value)
      throws IOException {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    out.write('X'); // BINUNICODE
    out.write(littleEndian(key.length));
    out.write(key);
    if (value instanceof Boolean flag) {
      out.write(flag ? 0x88 : 0x89); // NEWTRUE, NEWFALSE
    } else if (value instanceof Integer number) {
      integer(out, number);
    } else if (value instanceof List<?> list) {
      out.write("ctorch.jit._pickle\nbuild_intlist\n(](".getBytes(StandardCharsets.US_ASCII));
      for (Object number : list) {
        integer(out, (Integer) number);
      }
      out.write("etR".getBytes(StandardCharsets.US_ASCII)); // APPENDS, TUPLE, REDUCE
    } else {
      out.write('G'); // BINFLOAT, big-endian
      out.write(ByteBuffer.allocate(Double.BYTES).putDouble((Double) value).array());
    }
  }

  private static void integer(ByteArrayOutputStream out, int number) throws IOException {
    out.write('J'); // BININT
    out.write(littleEndian(number));
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void store(ZipOutputStream zip, String name, byte[] data) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED); // PyTorch's reader takes no compressed entries
    entry.setSize(data.length);
    CRC32 checksum = new CRC32();
    checksum.update(data);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }
}
