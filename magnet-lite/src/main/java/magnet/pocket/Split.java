package magnet.pocket;

import java.util.Locale;
import java.util.SplittableRandom;
import magnet.data.Mixing;

/**
 * The three parts of the world, which differ by more than chance.
 *
 * <ul>
 *   <li>Names: of every five rows of a table of names (first names, family names, towns, shops,
 *       clubs ...) one belongs to {@link #DEV} and one to {@link #TEST} alone. A held-out story
 *       draws six names in ten from its own rows and the others from those of training.
 *   <li>Events: a plot brings two things together, such as what is lost and where. The pair of
 *       their rows decides, by its hash, to which part all such stories belong: one in ten to each
 *       held-out part.
 * </ul>
 */
public enum Split {
  /** What models are trained on. */
  TRAIN,
  /** What choices are made with: stopping, sizes, thresholds. */
  DEV,
  /** What is reported. */
  TEST;

  /** Separate random numbers for each split, seed and index. */
  SplittableRandom chances(long seed, int index) {
    return new SplittableRandom(Mixing.mix(Mixing.mix(seed, ordinal()), index));
  }

  /** Its name in files. */
  String lower() {
    return name().toLowerCase(Locale.ROOT);
  }
}
