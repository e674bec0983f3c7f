package magnet.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Environment variables that native libraries read when they are loaded, which Java cannot set. */
final class NativeEnvironment {

  /** Some tens of microseconds: enough to bridge the time between two operations. */
  private static final String SPINS = "1000";

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
}
