package magnet.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Starts PyTorch as this library wants it: no phoning home, native memory kept between operations,
 * and TorchScript run as it is written.
 *
 * <p>The engine must be touched on the caller's own thread first: its discovery fails on threads
 * whose context class loader is not the application's, as in notebooks.
 */
public final class TorchRuntime {

  /**
   * TorchScript's optimiser is switched off, a setting of each thread: it differentiates through
   * {@code detach} in the loss kernel after its first profiled run (PyTorch 2.7.1) and brought no
   * speed on a CPU.
   */
  private static final ThreadLocal<Boolean> PLAIN_EXECUTION =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  private static final int AMPERE = 80;

  private static final class Started {
    static final Engine ENGINE = start();

    private static Engine start() {
      // DJL reports its start to a server unless told otherwise; a caller who wants that has set it
      // already.
      if (System.getProperty("OPT_OUT_TRACKING") == null
          && System.getenv("OPT_OUT_TRACKING") == null) {
        System.setProperty("OPT_OUT_TRACKING", "true");
      }
      InstalledTorch.announce();
      CudaSettings.apply();
      NativeEnvironment.waitAsleep();
      NativeEnvironment.keepFreedMemory();
      try {
        Engine engine = Engine.getEngine("PyTorch");
        NativeGate.closeAtTheEnd();
        return engine;
      } catch (RuntimeException | LinkageError e) {
        throw new EngineException(
            "PyTorch did not start ("
                + rootCause(e)
                + "); put pytorch-native for this platform on the class path (the Maven profile of"
                + " your platform) or name an installed libtorch by PYTORCH_LIBRARY_PATH.",
            e);
      }
    }
  }

  /**
   * The GPUs that PyTorch can use.
   *
   * @param count how many
   * @param why there are no more, as part of a sentence
   */
  private record Gpus(int count, String why) {

    static final Gpus FOUND = find();

    /** By a tensor on each: DJL asks a library of CUDA's toolkit, which need not be installed. */
    private static Gpus find() {
      if (!engine().hasCapability(StandardCapabilities.CUDA)) {
        return new Gpus(0, "this PyTorch is built without CUDA or finds no driver for it");
      }
      for (int i = 0; ; i++) {
        try (NDManager manager = engine().newBaseManager(Device.gpu(i))) {
          manager.zeros(new Shape(1));
        } catch (EngineException e) {
          return new Gpus(i, "CUDA says: " + e.getMessage().lines().findFirst().orElse("nothing"));
        }
      }
    }
  }

  private TorchRuntime() {}

  /** The engine, started at the first call. */
  public static Engine engine() {
    Engine engine = Started.ENGINE;
    useOnThisThread();
    return engine;
  }

  /**
   * Prepares the calling thread: a few of PyTorch's settings belong to a thread. Cheap when done
   * already.
   */
  static void useOnThisThread() {
    PLAIN_EXECUTION.get();
  }

  /**
   * The device of a name.
   *
   * @param name {@code "cpu"}, {@code "gpu"}, {@code "gpu:1"}, or {@code "auto"}: the first GPU
   *     where there is one
   * @throws IllegalArgumentException where the name is unknown or the GPU is not there; nothing
   *     falls back to the CPU
   */
  public static Device device(String name) {
    int gpus = Gpus.FOUND.count();
    String wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.equals("auto")) {
      return gpus > 0 ? Device.gpu() : Device.cpu();
    }
    if (wanted.equals("cpu")) {
      return Device.cpu();
    }
    if (!wanted.matches("gpu(:\\d{1,3})?")) {
      throw new IllegalArgumentException(
          "Device \"" + name + "\" is not known; expected auto, cpu, gpu or gpu:N.");
    }
    int index = wanted.equals("gpu") ? 0 : Integer.parseInt(wanted.substring(4));
    if (index >= gpus) {
      throw new IllegalArgumentException(
          ("Device \"%s\" was asked for, but PyTorch sees %s GPUs here (%s); build with -Pgpu on"
                  + " a machine with CUDA, or use device cpu.")
              .formatted(name, gpus, Gpus.FOUND.why()));
    }
    return Device.gpu(index);
  }

  /** Which device "auto" is, and why: part of a sentence. */
  public static String choice() {
    Gpus gpus = Gpus.FOUND;
    return gpus.count() > 0 ? "gpu:0, the first of " + gpus.count() : "the CPU, as " + gpus.why();
  }

  /**
   * The memory of a GPU in bytes.
   *
   * @return empty where CUDA's library is not found to ask
   */
  public static OptionalLong memory(Device gpu) {
    return asked(gpu, MemoryUsage::getMax);
  }

  /**
   * The memory of a GPU that nobody holds, in bytes; what PyTorch keeps for later counts as held.
   *
   * @return empty where CUDA's library is not found to ask
   */
  public static OptionalLong freeMemory(Device gpu) {
    return asked(gpu, usage -> usage.getMax() - usage.getCommitted());
  }

  private static OptionalLong asked(Device gpu, ToLongFunction<MemoryUsage> of) {
    try {
      return OptionalLong.of(of.applyAsLong(CudaUtils.getGpuMemory(gpu)));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Whether a GPU has fast operations for bfloat16: those of the Ampere generation (2020, compute
   * capability 8.0) and later ones have.
   */
  public static boolean hasFastBfloat16(Device gpu) {
    try {
      return Integer.parseInt(CudaUtils.getComputeCapability(gpu.getDeviceId())) >= AMPERE;
    } catch (IllegalStateException | IllegalArgumentException e) {
      return true; // without CUDA's toolkit there is no way to ask; most GPUs are newer
    }
  }

  /** A new top-level manager on a device; the caller closes it. */
  public static NDManager newManager(Device device) {
    return engine().newBaseManager(device);
  }

  private static String rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
