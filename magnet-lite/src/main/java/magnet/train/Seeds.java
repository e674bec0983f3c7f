package magnet.train;

import java.util.SplittableRandom;
import magnet.data.Mixing;

/**
 * Random numbers that depend on keys alone: on the seed of a run, on what they are for, and on the
 * place in the run. A resumed run needs no generator state, and what one objective draws never
 * shifts what another draws.
 */
final class Seeds {

  /** What random numbers are for. */
  enum Use {
    CUT(0),
    WHOLE(1),
    SPANS(2),
    MASKS(3),
    PAIRS(4),
    DROPOUT(5),
    OWN(6);

    /** Goes into every random number: another code makes another training. */
    private final int code;

    Use(int code) {
      this.code = code;
    }
  }

  private Seeds() {}

  static SplittableRandom random(long seed, Use use, long place) {
    return new SplittableRandom(mix(seed, use, place));
  }

  static long mix(long seed, Use use, long place) {
    return Mixing.scramble(Mixing.mix(seed, use.code) + place);
  }
}
