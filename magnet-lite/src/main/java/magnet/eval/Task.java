package magnet.eval;

import java.util.List;

/** One measurement: it knows its data and its metric, and treats every contender alike. */
public interface Task {

  /** The name in tables and files, such as {@code sts-b}; lower case, no spaces. */
  String name();

  /** Whether the contender can do what is measured here. */
  boolean canMeasure(Contender contender);

  /**
   * Measures one contender.
   *
   * @param contender one that {@link #canMeasure}
   * @return at least one score, always the same ones in the same order, the primary one first
   * @throws IllegalArgumentException if the contender cannot do what is measured here
   */
  List<Score> measure(Contender contender);
}
