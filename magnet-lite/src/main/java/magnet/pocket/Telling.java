package magnet.pocket;

import java.util.List;
import java.util.Set;
import magnet.pocket.grammar.Spelling;
import magnet.pocket.grammar.Token;

/**
 * A sentence that was told.
 *
 * @param event what it tells
 * @param frame which frame of the event, counted from 0
 * @param roles the roles that its frame puts into words
 * @param mentioned these and the roles that their phrases name in turn, such as the town of a place
 * @param tokens its words
 */
record Telling(
    Event event, int frame, Set<String> roles, Set<String> mentioned, List<Token> tokens) {

  String text() {
    return Spelling.text(tokens);
  }
}
