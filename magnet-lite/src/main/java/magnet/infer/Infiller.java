package magnet.infer;

import java.util.List;

/** Fills blanks in texts. */
public interface Infiller {

  /**
   * Fills the blanks between pieces of one text.
   *
   * @param pieces the text before the first blank, between the blanks and after the last: one more
   *     than blanks; the first and the last may be empty
   * @return different fillings, the best first; one at least
   * @throws IllegalArgumentException if there is no blank, or one has no room
   */
  List<Filling> infill(List<String> pieces, SpanSearch search);
}
