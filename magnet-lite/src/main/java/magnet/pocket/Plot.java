package magnet.pocket;

import java.util.List;

/**
 * A course of events.
 *
 * @param name what it is called
 * @param topic what its stories are about
 * @param who the kind of person that it happens to
 * @param friend the kind of the second person, who knows the first
 * @param helper the kind of the third person, a stranger
 * @param tables the tables from which a story takes a row each; the first two decide the split
 * @param shared the events that may tell sentences 1, 2 and 3
 * @param good the events that may tell sentences 4 and 5 when it ends well
 * @param bad the events that may tell sentences 4 and 5 when it does not
 */
record Plot(
    String name,
    String topic,
    String who,
    String friend,
    String helper,
    List<Table> tables,
    List<List<Event>> shared,
    List<List<Event>> good,
    List<List<Event>> bad) {

  /** How many sentences a story has. */
  static final int SENTENCES = 5;

  /** The events that may tell a sentence, counted from 0, of a story that ends well or not. */
  List<Event> events(int sentence, boolean well) {
    int end = sentence - shared.size();
    return end < 0 ? shared.get(sentence) : (well ? good : bad).get(end);
  }
}
