package magnet.pocket;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One sentence of a story and what it tells.
 *
 * @param text the sentence
 * @param event its type of event, such as {@code lost.search}: the plot, then what happens
 * @param roles who and what it puts into words, by role: {@code who} and {@code friend} are
 *     persons, the other roles those of the plot's tables, such as {@code thing} or {@code spot}
 */
public record PocketSentence(String text, String event, Map<String, String> roles) {

  /** Keeps the roles in their order. */
  public PocketSentence {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }
}
