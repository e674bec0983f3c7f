package magnet.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens in one story: who, what and where. It can be told in many ways. */
final class StoryScene {

  private static final Pattern SLOT = Pattern.compile("\\{(a )?([\\w-]+)}");

  private final StoryBook.Pattern pattern;
  private final Map<String, String> words = new HashMap<>();

  private StoryScene(StoryBook.Pattern pattern) {
    this.pattern = pattern;
  }

  /** Makes a scene up. */
  static StoryScene invent(StoryBook book, Random random) {
    StoryScene scene = new StoryScene(pick(book.patterns(), random));
    StoryBook.Table people = book.table("people");
    List<String> person = pick(people.rows(), random);
    List<String> friend = person;
    while (friend == person) {
      friend = pick(people.rows(), random);
    }
    for (int i = 0; i < people.columns().size(); i++) {
      String column = people.columns().get(i);
      scene.words.put(column, person.get(i));
      scene.words.put(i == 0 ? "friend" : "friend-" + column, friend.get(i));
    }
    for (StoryBook.Table table : scene.pattern.tables()) {
      List<String> row = pick(table.rows(), random);
      for (int i = 0; i < row.size(); i++) {
        scene.words.put(table.columns().get(i), row.get(i));
      }
    }
    return scene;
  }

  /** In how many ways a sentence can be told. */
  int phrasings(int sentence) {
    return pattern.phrasings().get(sentence).size();
  }

  /** One sentence of the story, told in the given way. */
  String sentence(int sentence, int phrasing) {
    return fill(pattern.phrasings().get(sentence).get(phrasing));
  }

  /** The five sentences, each in a way that is left to chance. */
  List<String> tell(Random random) {
    List<String> sentences = new ArrayList<>(StoryBook.SENTENCES);
    for (int i = 0; i < StoryBook.SENTENCES; i++) {
      sentences.add(sentence(i, random.nextInt(phrasings(i))));
    }
    return sentences;
  }

  private String fill(String template) {
    return SLOT.matcher(template)
        .replaceAll(
            slot -> {
              String name = slot.group(2);
              String filled = fill(word(Character.toLowerCase(name.charAt(0)) + name.substring(1)));
              if (slot.group(1) != null) {
                filled = ("aeiou".indexOf(filled.charAt(0)) < 0 ? "a " : "an ") + filled;
              } else if (Character.isUpperCase(name.charAt(0))) {
                filled = Character.toUpperCase(filled.charAt(0)) + filled.substring(1);
              }
              return Matcher.quoteReplacement(filled);
            });
  }

  private String word(String column) {
    String word = words.get(column);
    if (word == null) {
      throw new IllegalStateException(
          "pattern \"%s\" names {%s}, which none of its tables has"
              .formatted(pattern.name(), column));
    }
    return word;
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
