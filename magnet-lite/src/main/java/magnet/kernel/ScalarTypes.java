package magnet.kernel;

import java.util.Map;

/**
 * PyTorch's numbers for element types, which TorchScript code names {@code self.float32} and so on.
 */
final class ScalarTypes {

  static final Map<String, Object> ATTRIBUTES =
      Map.of(
          "uint8", 0,
          "int8", 1,
          "int32", 3,
          "int64", 4,
          "float16", 5,
          "float32", 6,
          "float64", 7,
          "bool", 11,
          "bfloat16", 15);

  private ScalarTypes() {}
}
