package magnet.data;

import java.io.Serializable;

/**
 * Two texts that mean the same.
 *
 * @param first a text, not blank
 * @param second the same meaning in other words, not blank
 */
public record TextPair(String first, String second) implements Serializable {

  /**
   * Checks that both are there.
   *
   * @throws IllegalArgumentException if one is blank
   */
  public TextPair {
    if (first.isBlank() || second.isBlank()) {
      throw new IllegalArgumentException(
          "both texts of a pair must hold more than white space, but they are \"%s\" and \"%s\""
              .formatted(first, second));
    }
  }
}
