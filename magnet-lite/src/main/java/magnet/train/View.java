package magnet.train;

/** The parts of a text's views, so that only those are built that an active objective reads. */
public enum View {
  /** Masked tokens among the context of x_m. */
  MASKS,
  /** Spans of x_m. */
  SPANS,
  /** The pair x and x+. */
  PAIRS
}
