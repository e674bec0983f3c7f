package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.benchmark.TaggedSentence;
import magnet.pocket.grammar.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the world tells: always the same, five sentences a story, well written and varied. */
class PocketWorldTest {

  private static final int STORIES = 500;
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'-]*");

  /** Words that are no content: pronouns, auxiliaries and what the tags below do not show. */
  private static final Pattern CONTENT = Pattern.compile("NN.*|JJ.*|VB.*|CD");

  private static final Set<String> AUXILIARIES =
      Set.of("be", "is", "are", "was", "were", "been", "am", "have", "has", "had", "do", "did");

  private static final Map<String, Pattern> FAULTS =
      Map.of(
          "a slot or mark of a frame",
          Pattern.compile("[^\\p{L}\\d .,;:!?\"'-]"),
          "spaces",
          Pattern.compile("  |^ | $| [.,;:!?]"),
          "two marks",
          Pattern.compile("[,;:.!?]{2}"),
          "no end",
          Pattern.compile("[^.!?\"]$|,\"$"),
          "a small beginning",
          Pattern.compile("^\"?[^\\p{Lu}\"]"),
          "a word twice",
          Pattern.compile("\\b(\\p{L}+) \\1\\b(?<!had had|that that)"),
          "a before a vowel",
          Pattern.compile("\\b[Aa] (?=[AEIOUaeiou])(?!uni|use|usual|eu|one)"),
          "an before a consonant",
          Pattern.compile("\\b[Aa]n (?![AEIOUaeiou]|hour)|\\b[Aa]n (uni|use|usual|eu|one)"));

  /** The sets that depend on a seed: what they give for a part, a count and a seed. */
  private static Stream<Making> sets() {
    return Stream.of(
        new Making("stories", (split, count, seed) -> texts(split, count, seed)),
        new Making("tagged", PocketWorld::tagged),
        new Making("paraphrases", PocketWorld::paraphrases),
        new Making("sts", PocketWorld::sts),
        new Making("topics", PocketWorld::topics),
        new Making("choices", PocketWorld::choices));
  }

  private interface Maker {
    List<?> make(Split split, int count, long seed);
  }

  private record Making(String name, Maker maker) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void theSameIsToldAgainAndMoreGoesOnWhereLessEnds(Making set) {
    List<?> few = set.maker().make(Split.TRAIN, 20, 3);
    assertEquals(few, set.maker().make(Split.TRAIN, 20, 3));
    assertEquals(few, set.maker().make(Split.TRAIN, 50, 3).subList(0, 20));
    assertNotEquals(few, set.maker().make(Split.TRAIN, 20, 4));
    assertNotEquals(few, set.maker().make(Split.TEST, 20, 3));
    assertEquals(20, new HashSet<>(few).size());
    String refused =
        assertThrows(IllegalArgumentException.class, () -> set.maker().make(Split.DEV, 0, 1))
            .getMessage();
    assertTrue(refused.contains("a count of 0"), refused);
  }

  @Test
  void talesAreTheStories() {
    Documents stories = PocketWorld.stories(Split.DEV, 30, 5);
    List<PocketStory> tales = PocketWorld.tales(Split.DEV, 30, 5);
    assertEquals(30, stories.size());
    for (int i = 0; i < 30; i++) {
      assertEquals(stories.get(i), tales.get(i).document());
      assertEquals(stories.get(i).text(), tales.get(i).toString());
    }
    assertThrows(IndexOutOfBoundsException.class, () -> stories.get(30));
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void everyStoryHasFiveWellWrittenSentences(Split split) {
    List<String> faults = new ArrayList<>();
    Documents stories = PocketWorld.stories(split, STORIES, 1);
    for (int i = 0; i < STORIES; i++) {
      Document story = stories.get(i);
      assertEquals(5, story.sentences().size());
      for (int s = 0; s < 5; s++) {
        String sentence = story.sentence(s);
        String fault = fault(sentence);
        if (!fault.isEmpty()) {
          faults.add(fault + ": " + sentence);
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  /** What is wrong with the spelling of a sentence, or nothing. */
  private static String fault(String sentence) {
    for (Map.Entry<String, Pattern> each : FAULTS.entrySet()) {
      if (each.getValue().matcher(sentence).find()) {
        return each.getKey();
      }
    }
    return sentence.chars().filter(c -> c == '"').count() % 2 == 1 ? "an open quote" : "";
  }

  @Test
  void theFaultsAreFound() {
    assertEquals("", fault("\"Use an hour,\" said Ann-Marie; she'd had had a one."));
    for (String wrong :
        List.of(
            "He saw {thing}.",
            "He  ran.",
            "He ran .",
            "He ran,.",
            "He ran",
            "he ran.",
            "He saw the the cat.",
            "He ate a apple.",
            "He ate an pear.",
            "\"He ran.")) {
      assertNotEquals("", fault(wrong), wrong);
    }
  }

  @Test
  void theWorldHasManyWordsAndManyWaysToTellAnEvent() {
    Map<String, Integer> counts = new HashMap<>();
    Documents stories = PocketWorld.stories(Split.TRAIN, 2000, 1);
    Set<String> sentences = new HashSet<>();
    for (int i = 0; i < stories.size(); i++) {
      Matcher words = WORD.matcher(stories.get(i).text());
      while (words.find()) {
        counts.merge(Spelling.lower(words.group()), 1, Integer::sum);
      }
      for (int s = 0; s < 5; s++) {
        sentences.add(stories.get(i).sentence(s));
      }
    }
    assertTrue(counts.size() >= 1500, counts.size() + " words");
    assertTrue(sentences.size() > 0.9 * 5 * 2000, sentences.size() + " different sentences");
    for (Plot plot : World.INSTANCE.plots()) {
      events(plot).forEach(event -> assertTrue(event.frames().size() >= 2, event.name()));
    }
    assertEquals(18, topics().size());
  }

  private static Set<String> topics() {
    return World.INSTANCE.plots().stream().map(Plot::topic).collect(Collectors.toSet());
  }

  static Set<Event> events(Plot plot) {
    return Stream.of(plot.shared(), plot.good(), plot.bad())
        .flatMap(List::stream)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /**
   * A sentence that can be infilled is bound from the right: of the content words that a middle
   * sentence brings into the story, some come again after it.
   */
  @Test
  void middleSentencesTellWhatReturns() {
    double returning = 0;
    for (int i = 0; i < STORIES; i++) {
      List<Set<String>> words =
          PocketStory.of(Split.TRAIN, 1, i, 0).tellings().stream()
              .map(telling -> content(telling.tagged()))
              .toList();
      for (int s = 1; s < 4; s++) {
        Set<String> told = new HashSet<>(words.get(s));
        words.subList(0, s).forEach(told::removeAll);
        Set<String> behind =
            words.subList(s + 1, 5).stream().flatMap(Set::stream).collect(Collectors.toSet());
        told.retainAll(behind);
        returning += told.size() / (3.0 * STORIES);
      }
    }
    assertTrue(returning >= 1.6, returning + " new words of a middle sentence come again");
  }

  private static Set<String> content(TaggedSentence sentence) {
    Function<Integer, String> word = i -> Spelling.lower(sentence.words().get(i));
    return IntStream.range(0, sentence.words().size())
        .boxed()
        .filter(i -> CONTENT.matcher(sentence.partsOfSpeech().get(i)).matches())
        .map(word)
        .filter(each -> !AUXILIARIES.contains(each))
        .collect(Collectors.toSet());
  }

  private static List<String> texts(Split split, int count, long seed) {
    Documents stories = PocketWorld.stories(split, count, seed);
    return IntStream.range(0, stories.size()).mapToObj(i -> stories.get(i).text()).toList();
  }
}
