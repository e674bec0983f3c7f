package magnet.kernel;

/**
 * How PyTorch's worker threads wait for one another: briefly awake, then asleep.
 *
 * <p>By default they stay awake, and take the processor from whatever they wait for as soon as
 * another process is busy: decoding beside two busy processes on two cores took 25 s in place of
 * 1.5 s.
 */
final class NativeThreads {

  private static final String SPIN_COUNT = "GOMP_SPINCOUNT";

  /** Some tens of microseconds: enough to bridge the gap between two operations. */
  private static final String SPINS = "1000";

  private NativeThreads() {}

  /**
   * Must be called before PyTorch is loaded, as its OpenMP library reads the environment when it
   * is. Does nothing where the user has chosen, or on other systems, whose OpenMP is another.
   */
  static void waitAsleep() {
    if (!NativeEnvironment.isWritable() || System.getenv("OMP_WAIT_POLICY") != null) {
      return;
    }
    NativeEnvironment.set(SPIN_COUNT, SPINS);
  }
}
