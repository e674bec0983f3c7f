package magnet.pocket;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who was named so far in a text that is being told, to choose between names and pronouns. */
final class Discourse {

  private final Set<String> known = new HashSet<>();
  private final Set<String> described = new HashSet<>();
  private Set<String> before = new HashSet<>();
  private Set<String> here = new HashSet<>();

  Discourse copy() {
    Discourse copy = new Discourse();
    copy.known.addAll(known);
    copy.described.addAll(described);
    copy.before.addAll(before);
    copy.here.addAll(here);
    return copy;
  }

  void nextSentence() {
    before = here;
    here = new HashSet<>();
  }

  boolean knows(String role) {
    return known.contains(role);
  }

  void mention(String role) {
    known.add(role);
    here.add(role);
  }

  /** Remembers that a description was given with the name. */
  void describe(String role) {
    described.add(role);
  }

  boolean described(String role) {
    return described.contains(role);
  }

  /** Whether a pronoun would be understood: its person was just named, and nobody who shares it. */
  boolean clear(String role, Map<String, Person> people) {
    if (!before.contains(role) && !here.contains(role)) {
      return false;
    }
    boolean female = people.get(role).female();
    return people.entrySet().stream()
        .filter(other -> !other.getKey().equals(role) && other.getValue().female() == female)
        .noneMatch(other -> before.contains(other.getKey()) || here.contains(other.getKey()));
  }
}
