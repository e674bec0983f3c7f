package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.pocket.grammar.Spelling;

/**
 * Names that nobody has: the beginning of one name of the training part and the end of another.
 * There are too many for a model to know them by heart and learns to take a name from the text
 * instead, and they are spelled like those that it has yet to meet.
 */
final class InventedNames {

  private static final String VOWELS = "aeiouy";
  private static final int LONGEST_BEGINNING = 4;
  private static final int SHORTEST_END = 2;
  private static final int LONGEST_END = 5;

  private static final List<String> KNOWN = names(true);
  private static final Set<String> TAKEN = Set.copyOf(names(false));

  private InventedNames() {}

  /** A name, such as {@code Gabivia}, that nobody in the world has. */
  static String draw(RandomGenerator random) {
    while (true) {
      String one = KNOWN.get(random.nextInt(KNOWN.size()));
      String other = Spelling.lower(KNOWN.get(random.nextInt(KNOWN.size())));
      int letters = SHORTEST_END + random.nextInt(LONGEST_END - SHORTEST_END + 1);
      String begin =
          one.substring(0, Math.min(one.length(), 1 + random.nextInt(LONGEST_BEGINNING)));
      String end = other.substring(Math.max(0, other.length() - letters));
      if (canBeSaid(begin, end) && !TAKEN.contains(begin + end)) {
        return begin + end;
      }
    }
  }

  /** A name of a place or pet with an invented first word: {@code Malina Street}. */
  static Phrase instead(Phrase name, RandomGenerator random) {
    Node.Word first = (Node.Word) name.nodes().get(0);
    String invented = draw(random);
    List<Node> nodes = new ArrayList<>(name.nodes());
    nodes.set(0, new Node.Word(invented, first.tag(), first.entity()));
    String source = invented + name.source().substring(first.text().length());
    return new Phrase(source, List.copyOf(nodes), name.plural());
  }

  /** Whether a vowel meets a consonant where the two are joined. */
  private static boolean canBeSaid(String begin, String end) {
    return VOWELS.indexOf(Character.toLowerCase(begin.charAt(begin.length() - 1))) < 0
        != VOWELS.indexOf(end.charAt(0)) < 0;
  }

  private static List<String> names(boolean training) {
    return Stream.of("man", "woman", "surname")
        .map(World.INSTANCE::table)
        .flatMap(
            table ->
                IntStream.range(0, table.rows().size())
                    .filter(row -> !training || table.keeper(row) == Split.TRAIN)
                    .mapToObj(row -> table.rows().get(row).get(0).get(0).source()))
        .distinct()
        .toList();
  }
}
