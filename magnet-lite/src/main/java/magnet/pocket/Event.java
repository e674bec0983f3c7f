package magnet.pocket;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

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

  /** Another frame, of at least two, that puts the same roles into words, as far as one does. */
  int otherFrame(int frame, RandomGenerator random) {
    Set<String> roles = roles(frame);
    double[] shared =
        IntStream.range(0, frames.size())
            .mapToDouble(other -> other == frame ? -1 : Sameness.shared(roles, roles(other)))
            .toArray();
    double most = Arrays.stream(shared).max().orElseThrow();
    int[] nearest = IntStream.range(0, shared.length).filter(i -> shared[i] == most).toArray();
    return nearest[random.nextInt(nearest.length)];
  }
}
