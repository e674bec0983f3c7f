package magnet.pocket;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that happens, and the ways to tell it.
 *
 * @param name its type, such as {@code lost.search}
 * @param frames the ways to tell it, each of which may leave choices open
 */
record Event(String name, List<List<Node>> frames) {

  /** The roles that a frame can put into words. */
  Set<String> roles(int frame) {
    Set<String> roles = new LinkedHashSet<>();
    collect(frames.get(frame), roles);
    return roles;
  }

  private static void collect(List<Node> nodes, Set<String> roles) {
    for (Node node : nodes) {
      if (node instanceof Node.Slot slot) {
        roles.add(slot.role());
      } else if (node instanceof Node.Choice choice) {
        choice.options().forEach(option -> collect(option, roles));
      }
    }
  }
}
