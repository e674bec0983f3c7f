package magnet.pocket;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import magnet.pocket.grammar.Spelling;

/** How much two tellings have in common; {@link PocketWorld#sts} gives the formula. */
final class Sameness {

  /** The score of two sentences that tell the same thing. */
  static final double BEST = 5;

  private static final double PLOT = 1;
  private static final double EVENT = 2;
  private static final double WHO = 2;
  private static final double ROLE = 1;

  private Sameness() {}

  /** From 0, nothing in common, to {@link #BEST}; to two decimals. */
  static double score(Scene scene, Telling telling, Scene other, Telling otherTelling) {
    boolean samePlot = scene.plot().equals(other.plot());
    boolean sameEvent = telling.event().name().equals(otherTelling.event().name());
    double common = (samePlot ? PLOT : 0) + (sameEvent ? EVENT : 0);
    double all = PLOT + EVENT;
    Set<String> roles = new HashSet<>(telling.roles());
    roles.addAll(otherTelling.roles());
    for (String role : roles) {
      double weight = role.equals("who") ? WHO : ROLE;
      all += weight;
      boolean told = telling.roles().contains(role) && otherTelling.roles().contains(role);
      if (told && scene.value(role).equals(other.value(role))) {
        common += weight;
      }
    }
    return Math.round(BEST * common / all * 100) / 100.0;
  }

  /** The share of their words that two tellings have in common. */
  static double overlap(Telling one, Telling other) {
    return shared(words(one), words(other));
  }

  private static Set<String> words(Telling telling) {
    return telling.tokens().stream()
        .map(token -> Spelling.lower(token.text()))
        .collect(Collectors.toSet());
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
