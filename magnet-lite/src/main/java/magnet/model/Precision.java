package magnet.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import magnet.io.AtomicFile;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.LocalCache;
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
  private static final int TRIALS = 6;

  /** Tokens, and a layer's widths, of a language model of 135 million weights. */
  private static final int TRIED_ROWS = 512;

  private static final int TRIED_INNER = 576;
  private static final int TRIED_COLUMNS = 1536;

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
   * multiplies it well: a GPU since Ampere, or a CPU that has instructions for it and is the faster
   * for them, as {@link #costOnCpu} measures; on such a GPU float16 becomes bfloat16 too.
   * Everything else becomes float32.
   *
   * @param stored F32, F16 or BF16, as safetensors writes it
   */
  public static Precision forStored(String stored, Device device) {
    boolean half =
        device.isGpu()
            ? !stored.equals("F32") && TorchRuntime.hasFastBfloat16(device)
            : stored.equals("BF16") && costOnCpu().filter(cost -> cost < 1).isPresent();
    return half ? BFLOAT16 : FLOAT32;
  }

  /**
   * The precision that a checkpoint will be loaded in, by what its config.json says of its weights;
   * these need not be there yet.
   *
   * @param folder has a config.json
   */
  public static Precision expected(Path folder, Device device) {
    return forStored(storedIn(folder), device);
  }

  /** The type of a checkpoint's weights, as safetensors writes it, by its config.json. */
  public static String storedIn(Path folder) {
    KeyedReader config = KeyedReader.json(folder.resolve(Checkpoint.CONFIG));
    return switch (config.text("dtype").orElse(config.text("torch_dtype").orElse("float32"))) {
      case "bfloat16" -> "BF16";
      case "float16" -> "F16";
      default -> "F32";
    };
  }

  /**
   * How much longer products in bfloat16 take than in float32 on this machine's CPU, as a factor;
   * empty if it has no instructions for them (AVX-512 BF16 or AMX), when they take several times as
   * long. A CPU that has them may still be the slower for them. It is measured once, in a moment,
   * and kept in the user's cache: were the choice another whenever the machine is busy, the numbers
   * would be too.
   */
  public static Optional<Double> costOnCpu() {
    return CpuCost.FOUND;
  }

  /** Found when it is first asked for. */
  private static final class CpuCost {
    private static final Optional<Double> FOUND =
        processor().map(name -> costKeptIn(LocalCache.folder("bfloat16"), name));
  }

  /**
   * What was measured before of a processor, or what is measured now and kept there.
   *
   * @param folder may not exist yet; where it cannot be read or written, nothing is kept
   */
  static double costKeptIn(Path folder, String processor) {
    String version = TorchRuntime.engine().getVersion();
    Path file = folder.resolve(Digest.ofTexts(processor, version).substring(0, 16) + ".txt");
    try {
      if (Files.exists(file)) {
        return Double.parseDouble(AtomicFile.read(file).split(" ")[0]);
      }
    } catch (NumberFormatException | UncheckedIOException e) {
      // Damaged: it is measured again.
    }
    double cost = BFLOAT16.costOn(Device.cpu());
    String text = "%.3f times as long in bfloat16 as in float32: %s, PyTorch %s%n";
    try {
      AtomicFile.write(file, String.format(Locale.ROOT, text, cost, processor, version));
    } catch (UncheckedIOException e) {
      return cost; // costs the next start a moment, no more
    }
    return cost;
  }

  /** The name of this machine's processor, if it has instructions for bfloat16. */
  private static Optional<String> processor() {
    try {
      String said = Files.readString(CPU_FLAGS);
      return said.contains("avx512_bf16") || said.contains("amx_bf16")
          ? said.lines().filter(line -> line.startsWith("model name")).findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // another system: no way to ask, and float32 is right everywhere
    }
  }

  /**
   * How much longer matrix products take in this precision than in float32 on a device, as a
   * factor; measured on the spot in a fraction of a second, in turns, the best of several.
   */
  public double costOn(Device device) {
    try (NDManager scope = TorchRuntime.newManager(device)) {
      TensorKernel tensors = new TensorKernel(scope);
      NDArray x = scope.ones(new Shape(TRIED_ROWS, TRIED_INNER));
      NDArray y = scope.ones(new Shape(TRIED_INNER, TRIED_COLUMNS));
      NDArray ownX = of(tensors, scope, x);
      NDArray ownY = of(tensors, scope, y);
      double bestWide = Double.MAX_VALUE;
      double bestOwn = Double.MAX_VALUE;
      for (int round = 0; round < TRIALS; round++) {
        bestWide = Math.min(bestWide, nanos(tensors, scope, x, y, 1));
        bestOwn = Math.min(bestOwn, nanos(tensors, scope, ownX, ownY, 1));
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
