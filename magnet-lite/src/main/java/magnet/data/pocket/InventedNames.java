package magnet.data.pocket;

import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * First names that nobody has, put together from syllables: so many that a model cannot know them
 * by heart, and learns to take a name from the text instead.
 */
final class InventedNames {

  private static final String[] BEGIN =
      "B D F G H J K L M N P R S T V Z Br Dr Gr Kr Tr Sh Th".split(" ");
  private static final String[] VOWEL = "a e i o u a e i o ai ea io".split(" ");
  private static final String[] MIDDLE =
      "b d f g k l m n p r s t v z l n r m d ll nn rr st nd rd lm rv".split(" ");
  private static final String[] END =
      "an ar el en ik in is ok on or os us a ia ina ella ena ie y ine ara isa".split(" ");

  /** Every third name has two syllables in the middle. */
  private static final int LONG_PERIOD = 3;

  private static final Set<String> TAKEN =
      Stream.of("man", "woman", "surname")
          .flatMap(table -> World.INSTANCE.table(table).column("name").stream())
          .map(Phrase::source)
          .collect(Collectors.toSet());

  private InventedNames() {}

  /** A name, such as {@code Tavina}, that nobody in the world has. */
  static String draw(RandomGenerator random) {
    String name;
    do {
      int middles = random.nextInt(LONG_PERIOD) == 0 ? 2 : 1;
      StringBuilder letters = new StringBuilder(pick(BEGIN, random));
      for (int i = 0; i < middles; i++) {
        letters.append(pick(VOWEL, random)).append(pick(MIDDLE, random));
      }
      name = letters.append(pick(END, random)).toString();
    } while (TAKEN.contains(name));
    return name;
  }

  private static String pick(String[] choices, RandomGenerator random) {
    return choices[random.nextInt(choices.length)];
  }
}
