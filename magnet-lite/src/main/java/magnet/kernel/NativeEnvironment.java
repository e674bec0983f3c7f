package magnet.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * What native libraries are told before they are loaded: environment variables, which Java cannot
 * set, and settings of the C library.
 */
final class NativeEnvironment {

  /** Some tens of microseconds: enough to bridge the time between two operations. */
  private static final String SPINS = "1000";

  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_MAX = -4;
  private static final int M_ARENA_MAX = -8;
  private static final int TRIM_BYTES = 1 << 30;
  private static final int PAD_BYTES = 64 << 20;

  private NativeEnvironment() {}

  /** Whether {@link #set} works on this system. */
  static boolean isWritable() {
    return Platform.isLinux();
  }

  /** Sets a variable unless the user has; on Linux only. */
  static void set(String name, String value) {
    Function setenv = NativeLibrary.getInstance("c").getFunction("setenv");
    setenv.invokeInt(new Object[] {name, value, 0});
  }

  /**
   * Lets PyTorch's worker threads wait for one another briefly awake, then asleep. By default they
   * stay awake, and take the processor from whatever they wait for as soon as another process is
   * busy: decoding beside two busy processes on two cores took 25 s in place of 1.5 s.
   *
   * <p>Must be called before PyTorch is loaded, as its OpenMP library reads the environment when it
   * is. Does nothing where the user has chosen, or on other systems, whose OpenMP is another.
   */
  static void waitAsleep() {
    if (isWritable() && System.getenv("OMP_WAIT_POLICY") == null) {
      set("GOMP_SPINCOUNT", SPINS);
    }
  }

  /**
   * Keeps freed native memory in the process. By default glibc returns every big block to the
   * system after each operation and takes it back, page fault by page fault, in the next: a large
   * part of the time of a training step on a CPU. Does nothing where the C library is not glibc, or
   * where the user has set its thresholds.
   */
  static void keepFreedMemory() {
    if (!Platform.isLinux()
        || System.getenv("MALLOC_TRIM_THRESHOLD_") != null
        || System.getenv("GLIBC_TUNABLES") != null) {
      return;
    }
    Function mallopt;
    try {
      mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
    } catch (UnsatisfiedLinkError e) {
      return; // another C library (musl) has no such setting, and needs none to be right
    }
    // One arena: the heaps of further arenas end at 64 MiB, beyond which each block would be mapped
    // anew.
    mallopt.invokeInt(new Object[] {M_ARENA_MAX, 1});
    mallopt.invokeInt(new Object[] {M_MMAP_MAX, 0});
    mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, TRIM_BYTES});
    mallopt.invokeInt(new Object[] {M_TOP_PAD, PAD_BYTES});
  }
}
