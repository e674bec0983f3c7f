package magnet.view.progress;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a long task has come.
 *
 * @param title what is being done, such as {@code adapting}
 * @param done how many of its parts (steps, texts) are done, from 0 to total
 * @param total how many there are, at least 1
 * @param values what is watched meanwhile, such as the loss of each objective, in the order to
 *     show; may be empty
 * @param unitsPerSecond the speed, or 0 if it is not known yet
 * @param unit what the speed counts, such as {@code tokens}
 * @param left the time that is probably left, or null if it is not known yet
 */
public record ProgressState(
    String title,
    long done,
    long total,
    Map<String, Double> values,
    double unitsPerSecond,
    String unit,
    Duration left) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if done is not within 0 and total, total is below 1, or speed
   *     or time left is negative
   */
  public ProgressState {
    if (total < 1 || done < 0 || done > total) {
      throw new IllegalArgumentException(
          "%d of %d parts cannot be done; give a total of at least 1 and what is done within it"
              .formatted(done, total));
    }
    if (!(unitsPerSecond >= 0) || left != null && left.isNegative()) {
      throw new IllegalArgumentException(
          "a speed of %s %s a second and %s left are not possible; neither may be negative"
              .formatted(unitsPerSecond, unit, left));
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Whether everything is done. */
  public boolean finished() {
    return done == total;
  }
}
