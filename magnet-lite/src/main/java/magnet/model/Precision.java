package magnet.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import magnet.io.KeyedReader;
import magnet.kernel.HostCopy;
import magnet.kernel.TensorKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.checkpoint.Checkpoint;

/** The element type that a model computes in. LoRA factors and losses are float32 in either. */
public enum Precision {
  /** 32 bits: what the golden numbers are of. */
  FLOAT32,
  /** bfloat16: half the memory; faster where the hardware multiplies it. */
  BFLOAT16;

  private static final Path CPU_FLAGS = Path.of("/proc/cpuinfo");
  private static final int TRIED = 384;
  private static final int TRIALS = 6;

  /** A library's first products are slow: threads start, kernels are chosen, clocks rise. */
  private static final long NANOS = 300_000_000;

  /**
   * The precision of a name, {@code "float32"} or {@code "bfloat16"}.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Precision of(String name) {
    for (Precision precision : values()) {
      if (precision.name().equals(name.toUpperCase(Locale.ROOT))) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "Precision \"" + name + "\" is not known; expected float32 or bfloat16.");
  }

  /**
   * The precision for weights that are stored in a type. Bfloat16 stays bfloat16 where the device
   * multiplies it (a GPU since Ampere, or a CPU with AVX-512 BF16 or AMX); on such a GPU float16
   * becomes bfloat16 too. Everything else becomes float32.
   *
   * @param stored F32, F16 or BF16, as safetensors writes it
   */
  public static Precision forStored(String stored, Device device) {
    boolean half =
        device.isGpu()
            ? !stored.equals("F32") && TorchRuntime.hasFastBfloat16(device)
            : stored.equals("BF16") && cpuMultipliesBfloat16();
    return half ? BFLOAT16 : FLOAT32;
  }

  /**
   * The precision that a checkpoint will be loaded in, by what its config.json says of its weights;
   * these need not be there yet.
   *
   * @param folder has a config.json
   */
  public static Precision expected(Path folder, Device device) {
    KeyedReader config = KeyedReader.json(folder.resolve(Checkpoint.CONFIG));
    return switch (config.text("dtype").orElse(config.text("torch_dtype").orElse("float32"))) {
      case "bfloat16" -> forStored("BF16", device);
      case "float16" -> forStored("F16", device);
      default -> forStored("F32", device);
    };
  }

  /** Whether this machine's CPU has instructions for products of bfloat16 numbers. */
  public static boolean cpuMultipliesBfloat16() {
    try {
      String flags = Files.readString(CPU_FLAGS);
      return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    } catch (IOException e) {
      return false; // another system: no way to ask, and float32 is right everywhere
    }
  }

  /**
   * How much longer matrix products take in this precision than in float32 on a device, as a
   * factor; measured on the spot in a few hundredths of a second.
   */
  public double costOn(Device device) {
    try (NDManager scope = TorchRuntime.newManager(device)) {
      TensorKernel tensors = new TensorKernel(scope);
      NDArray wide = scope.ones(new Shape(TRIED, TRIED));
      NDArray own = of(tensors, scope, wide);
      double bestWide = Double.MAX_VALUE;
      double bestOwn = Double.MAX_VALUE;
      for (int round = 0; round < TRIALS; round++) {
        bestWide = Math.min(bestWide, nanos(tensors, scope, wide, wide, 1));
        bestOwn = Math.min(bestOwn, nanos(tensors, scope, own, own, 1));
      }
      return bestOwn / bestWide;
    }
  }

  /**
   * How fast a device multiplies matrices of chance numbers, {@code [rows, inner]} by {@code
   * [inner, columns]}: the bound of all that a model computes. The best of the rounds of a third of
   * a second.
   *
   * @return 10^9 operations a second
   */
  public double speedOn(Device device, int rows, int inner, int columns) {
    try (NDManager scope = TorchRuntime.newManager(device)) {
      TensorKernel tensors = new TensorKernel(scope);
      NDArray x = of(tensors, scope, scope.randomNormal(new Shape(rows, inner)));
      NDArray y = of(tensors, scope, scope.randomNormal(new Shape(inner, columns)));
      double best = Double.MAX_VALUE;
      long begin = System.nanoTime();
      for (int round = 0; round < TRIALS || System.nanoTime() - begin < NANOS; round++) {
        best = Math.min(best, nanos(tensors, scope, x, y, 2));
      }
      return 2.0 * rows * inner * columns / best;
    }
  }

  /** What a product takes, the mean of several. */
  private static double nanos(
      TensorKernel tensors, NDManager scope, NDArray x, NDArray y, int products) {
    long begin = System.nanoTime();
    try (NDManager step = scope.newSubManager()) {
      NDArray product = null;
      for (int i = 0; i < products; i++) {
        product = tensors.matmul(step, x, y);
      }
      // A GPU has not finished until its result is read.
      HostCopy.floats(tensors.toFloat32(step, product).get("0, 0"));
    }
    return (System.nanoTime() - begin) / (double) products;
  }

  /** What safetensors calls the type. */
  public String stored() {
    return this == FLOAT32 ? "F32" : "BF16";
  }

  /** What config.json calls the type. */
  public String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes of one number. */
  public int bytes() {
    return this == FLOAT32 ? 4 : 2;
  }

  /** A float32 array in this precision: itself, or a copy that {@code scope} owns. */
  NDArray of(TensorKernel tensors, NDManager scope, NDArray float32) {
    return this == FLOAT32 ? float32 : tensors.toBfloat16(scope, float32);
  }

  /** Zeros in this precision, owned by {@code scope}. */
  NDArray zeros(TensorKernel tensors, NDManager scope, Shape shape) {
    return this == FLOAT32
        ? scope.zeros(shape, DataType.FLOAT32)
        : tensors.bfloat16Zeros(scope, shape);
  }
}
