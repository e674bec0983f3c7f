package magnet.data.pocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one story is about: its plot, who and what fills the roles, and how it ends.
 *
 * @param plot the course of events
 * @param people who fills the roles of persons
 * @param phrases what fills the other roles
 * @param rows which row of each of the plot's tables was taken
 * @param well whether it ends well
 * @param events the five events
 */
record Scene(
    Plot plot,
    Map<String, Person> people,
    Map<String, Phrase> phrases,
    List<Integer> rows,
    boolean well,
    List<Event> events) {

  /** The same scene with other phrases in some roles. */
  Scene with(Map<String, Phrase> others) {
    Map<String, Phrase> changed = new LinkedHashMap<>(phrases);
    changed.putAll(others);
    return new Scene(plot, people, changed, rows, well, events);
  }

  /** The same scene with other people in some roles. */
  Scene withPeople(Map<String, Person> others) {
    return new Scene(plot, others, phrases, rows, well, events);
  }
}
