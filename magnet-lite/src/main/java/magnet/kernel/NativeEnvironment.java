package magnet.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Environment variables that native libraries read when they are loaded, which Java cannot set. */
final class NativeEnvironment {

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
}
