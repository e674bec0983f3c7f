package magnet.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Keeps freed native memory in the process. By default glibc returns every big block to the system
 * after each operation and takes it back, page fault by page fault, in the next: a large part of
 * the time of a training step on a CPU.
 */
final class NativeAllocation {

  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_MAX = -4;
  private static final int M_ARENA_MAX = -8;
  private static final int TRIM_BYTES = 1 << 30;
  private static final int PAD_BYTES = 64 << 20;

  private NativeAllocation() {}

  /**
   * Sets glibc's thresholds; does nothing where the C library is not glibc, or where the user has
   * set them.
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
    set(mallopt, M_ARENA_MAX, 1);
    set(mallopt, M_MMAP_MAX, 0);
    set(mallopt, M_TRIM_THRESHOLD, TRIM_BYTES);
    set(mallopt, M_TOP_PAD, PAD_BYTES);
  }

  private static void set(Function mallopt, int parameter, int value) {
    mallopt.invokeInt(new Object[] {parameter, value});
  }
}
