package magnet.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

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

  private static final class Started {
    static final Engine ENGINE = start();

    private static Engine start() {
      // DJL reports its start to a server unless told otherwise; a caller who wants that has set it
      // already.
      if (System.getProperty("OPT_OUT_TRACKING") == null
          && System.getenv("OPT_OUT_TRACKING") == null) {
        System.setProperty("OPT_OUT_TRACKING", "true");
      }
      NativeThreads.waitAsleep();
      NativeAllocation.keepFreedMemory();
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
   * @return the device
   * @throws IllegalArgumentException where the name is unknown or the GPU is not there; nothing
   *     falls back to the CPU
   */
  public static Device device(String name) {
    int gpus = engine().getGpuCount();
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
          "Device \""
              + name
              + "\" was asked for, but PyTorch sees "
              + gpus
              + " GPUs here; build with -Pgpu on a machine with CUDA, or use device cpu.");
    }
    return Device.gpu(index);
  }

  /** A new top-level manager on a device; whoever asks for it closes it. */
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
