package magnet.pocket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Tells the same events a second time, in other words. */
final class Rewording {

  private Rewording() {}

  /**
   * Another frame of the same event that puts the same roles into words, as far as there is one.
   *
   * @param event an event with at least two frames
   * @param frame the frame not to take
   */
  static int otherFrame(Event event, int frame, RandomGenerator random) {
    Set<String> roles = event.roles(frame);
    List<Integer> nearest = new ArrayList<>();
    double best = -1;
    for (int other = 0; other < event.frames().size(); other++) {
      double shared = other == frame ? -1 : shared(roles, event.roles(other));
      if (shared > best) {
        nearest.clear();
        best = shared;
      }
      if (shared == best) {
        nearest.add(other);
      }
    }
    return nearest.get(random.nextInt(nearest.size()));
  }

  /** The share of the elements of either set that are in both. */
  static double shared(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return all.isEmpty() ? 1 : both.size() / (double) all.size();
  }
}
