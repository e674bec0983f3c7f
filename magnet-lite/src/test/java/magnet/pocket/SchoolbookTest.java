package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the base model learns to read with: stories, and lessons that say the same again. */
class SchoolbookTest {

  private static final int LESSONS = 200;
  private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )\\p{Lu}\\p{L}+(?!\\.)");

  private static List<String> texts(Documents documents) {
    return IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList();
  }

  private static Documents lessons(int count, long seed) {
    return Documents.of("lessons", count, index -> Primer.lesson(seed, index));
  }

  @Test
  void lessonsLieEvenlyAmongStoriesThatKeepTheirOrder() {
    List<String> book = texts(PocketWorld.schoolbook(40, 0.25, 3));
    List<String> stories = texts(PocketStory.documents(Split.TRAIN, 30, 3, Primer.INVENTED_SHARE));
    List<String> lessons = texts(lessons(10, 3));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      expected.addAll(stories.subList(3 * i, 3 * i + 3));
      expected.add(lessons.get(i));
    }
    assertEquals(expected, book);
  }

  @Test
  void theSameIsToldAgainAndMoreGoesOnWhereLessEnds() {
    List<String> few = texts(PocketWorld.schoolbook(20, 0.3, 3));
    assertEquals(few, texts(PocketWorld.schoolbook(50, 0.3, 3)).subList(0, 20));
    assertEquals(20, new HashSet<>(few).size());
    assertFalse(texts(PocketWorld.schoolbook(20, 0.3, 4)).contains(few.get(2)));
  }

  @Test
  void aShareOfNoughtLeavesTheStoriesAlone() {
    assertEquals(
        texts(PocketWorld.stories(Split.TRAIN, 20, 1)), texts(PocketWorld.schoolbook(20, 0, 1)));
  }

  /** The share of persons whose name nobody in the world has. */
  private static double invented(double share) {
    Set<String> known =
        Stream.of("man", "woman", "surname")
            .flatMap(table -> World.INSTANCE.table(table).column("name").stream())
            .map(Phrase::source)
            .collect(Collectors.toSet());
    List<String> names =
        IntStream.range(0, LESSONS)
            .mapToObj(i -> PocketStory.of(Split.TRAIN, 1, i, share))
            .flatMap(story -> story.scene().people().values().stream())
            .map(Person::name)
            .toList();
    return 1 - names.stream().filter(known::contains).count() / (double) names.size();
  }

  @Test
  void storiesAmongLessonsHaveInventedNamesAndOthersHaveNone() {
    assertEquals(0.4, invented(Primer.INVENTED_SHARE), 0.05);
    assertEquals(0, invented(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"street", "town", "shop", "petname"})
  void aPlaceOrPetKeepsItsKindUnderAnInventedName(String kind) {
    Table names = World.INSTANCE.table(kind);
    SceneGenerator casting = new SceneGenerator(Split.TRAIN, new SplittableRandom(1), 1);
    for (int row = 0; row < names.rows().size(); row++) {
      Phrase name = names.rows().get(row).get(0).get(0);
      Phrase invented = casting.phrases(names, row).get(kind);
      assertNotEquals(name.source(), invented.source());
      assertEquals(afterTheFirstWord(name.source()), afterTheFirstWord(invented.source()));
      assertEquals(name.nodes().size(), invented.nodes().size());
    }
  }

  private static String afterTheFirstWord(String name) {
    return name.replaceFirst("^\\p{Lu}\\p{L}*", "");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void sharesThatLeaveNoStoryAreRefused(double share) {
    String refused =
        assertThrows(IllegalArgumentException.class, () -> PocketWorld.schoolbook(9, share, 1))
            .getMessage();
    assertTrue(refused.contains(String.valueOf(share)), refused);
  }

  /** The share of words with capitals inside sentences, mostly names, that were read before. */
  private static double returning(Documents documents) {
    int again = 0;
    int all = 0;
    for (String text : texts(documents)) {
      Matcher name = NAME.matcher(text);
      while (name.find()) {
        all++;
        again += text.substring(0, name.start()).contains(name.group()) ? 1 : 0;
      }
    }
    return again / (double) all;
  }

  @Test
  void namesComeAgainInLessonsMoreThanInStories() {
    double lessons = returning(lessons(LESSONS, 1));
    double stories = returning(PocketWorld.stories(Split.TRAIN, LESSONS, 1));
    assertTrue(lessons > 0.5, lessons + " of the names of lessons");
    assertTrue(lessons > stories, stories + " of the names of stories");
  }

  @Test
  void noLessonHasANameOfAHeldOutPart() {
    Set<String> heldOut =
        Stream.of("man", "woman", "surname", "petname")
            .map(World.INSTANCE::table)
            .flatMap(
                table ->
                    IntStream.range(0, table.rows().size())
                        .filter(row -> table.keeper(row) != Split.TRAIN)
                        .mapToObj(row -> table.rows().get(row).get(0).get(0).source()))
            .collect(Collectors.toSet());
    // Some words name a street or shop as well as a person.
    heldOut.removeIf(
        name ->
            Stream.of("street", "shop", "town")
                .flatMap(table -> World.INSTANCE.table(table).column(table).stream())
                .anyMatch(phrase -> phrase.source().contains(name)));
    Set<String> said =
        texts(lessons(LESSONS, 1)).stream()
            .flatMap(text -> Stream.of(text.split("[^\\p{L}]+")))
            .collect(Collectors.toSet());
    said.retainAll(heldOut);
    assertEquals(Set.of(), said);
  }

  @Test
  void inventedNamesAreManyAndNobodysInTheWorld() {
    SplittableRandom random = new SplittableRandom(1);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      names.add(InventedNames.draw(random));
    }
    assertTrue(names.size() > 1900, names.size() + " different names");
    for (String table : List.of("man", "woman", "surname")) {
      World.INSTANCE
          .table(table)
          .column("name")
          .forEach(name -> assertFalse(names.contains(name.source()), name.source()));
    }
  }
}
