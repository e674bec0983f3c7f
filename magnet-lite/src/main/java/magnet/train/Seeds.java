package magnet.train;

import java.util.SplittableRandom;

/**
 * Random numbers that depend on keys alone: on the seed of a run, on what they are for, and on the
 * place in the run. A resumed run needs no generator state, and what one objective draws never
 * shifts what another draws.
 */
final class Seeds {

  /** What random numbers are for. */
  enum Use {
    CUT,
    WHOLE,
    SPANS,
    MASKS,
    PAIRS,
    DROPOUT,
    OWN
  }

  private Seeds() {}

  static SplittableRandom random(long seed, Use use, long place) {
    return new SplittableRandom(mix(seed, use, place));
  }

  static long mix(long seed, Use use, long place) {
    return scramble(scramble(scramble(seed) + use.ordinal()) + place);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long scramble(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
