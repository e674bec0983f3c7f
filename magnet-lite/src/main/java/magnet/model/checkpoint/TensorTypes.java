package magnet.model.checkpoint;

import java.util.Arrays;
import java.util.List;

/** The element types of safetensors files: their sizes and their order in a file. */
final class TensorTypes {

  /** In the order of safetensors itself: a later type comes earlier in a file. */
  private static final List<String> ORDER =
      List.of(
          "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "I16", "U16", "F16", "BF16", "I32",
          "U32", "F32", "C64", "F64", "I64", "U64");

  private TensorTypes() {}

  /** Whether the type is known; those smaller than a byte are not. */
  static boolean known(String type) {
    return ORDER.contains(type);
  }

  /** The known types, for messages. */
  static String all() {
    return String.join(", ", ORDER);
  }

  /** Place in the order of files: types with a higher place are written first. */
  static int place(String type) {
    return ORDER.indexOf(type);
  }

  /** Bytes of a tensor; an ArithmeticException where a long cannot count them. */
  static long bytes(String type, long[] shape) {
    return Math.multiplyExact(size(type), Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  private static int size(String type) {
    if (type.equals("BOOL") || type.startsWith("F8")) {
      return 1;
    }
    return Integer.parseInt(type.replaceAll("[A-Z]", "")) / 8;
  }
}
