package magnet.data;

/** Makes one seed from two numbers. */
public final class Mixing {

  private Mixing() {}

  /**
   * A seed that differs unpredictably for neighbouring numbers: the finaliser of SplitMix64
   * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). {@link
   * java.util.Random} needs it, as its first values hardly differ for seeds 1, 2, 3.
   */
  public static long mix(long seed, long number) {
    return scramble(scramble(seed) + number);
  }

  /** A bijection that spreads numbers which lie side by side: the finaliser by itself. */
  public static long scramble(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
