package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.TextLines;
import magnet.data.TextPairs;
import magnet.data.benchmark.Conll2003;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.LabelledTexts;
import magnet.data.benchmark.StsBenchmark;
import magnet.pocket.grammar.Spelling;
import magnet.pocket.grammar.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of datasets/pocket: what the world tells, to the byte, and readable by our readers. */
class PocketSetTest {

  private static final Path COMMITTED = Path.of("..", "datasets", "pocket");

  /** How each set is read, and what is read. */
  private static final Map<PocketSet, Function<Path, List<?>>> READERS =
      Map.of(
          PocketSet.TEXT,
          file -> texts(TextLines.read(file)),
          PocketSet.STORIES,
          file -> documents(Stories.read(file)),
          PocketSet.TAGS,
          Conll2003::read,
          PocketSet.PARAPHRASES,
          TextPairs::tsv,
          PocketSet.STS,
          StsBenchmark::read,
          PocketSet.TOPICS,
          LabelledTexts::read,
          PocketSet.CHOICES,
          HellaSwag::read);

  /** What the world gives. */
  private static final Map<PocketSet, BiFunction<Split, Integer, List<?>>> WORLD =
      Map.of(
          PocketSet.TEXT,
          (split, count) -> texts(PocketWorld.stories(split, count, 1)),
          PocketSet.STORIES,
          (split, count) -> documents(PocketWorld.stories(split, count, 1)),
          PocketSet.TAGS,
          (split, count) -> PocketWorld.tagged(split, count, 1),
          PocketSet.PARAPHRASES,
          (split, count) -> PocketWorld.paraphrases(split, count, 1),
          PocketSet.STS,
          (split, count) -> PocketWorld.sts(split, count, 1),
          PocketSet.TOPICS,
          (split, count) -> PocketWorld.topics(split, count, 1),
          PocketSet.CHOICES,
          (split, count) -> PocketWorld.choices(split, count, 1));

  @TempDir Path folder;

  static Stream<Arguments> files() {
    return Stream.of(PocketSet.values())
        .flatMap(set -> Stream.of(Split.values()).map(split -> Arguments.of(set, split)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theCommittedFileIsWhatIsMadeNow(PocketSet set, Split split) throws IOException {
    Path made = set.write(folder, split, set.count(split));
    Path committed = COMMITTED.resolve(set.file(split));
    assertEquals(
        -1,
        Files.mismatch(made, committed),
        committed + " is another; run: magnet pocket export datasets/pocket");
  }

  @ParameterizedTest
  @MethodSource("files")
  void ourReaderGivesBackWhatTheWorldTold(PocketSet set, Split split) {
    List<?> read = READERS.get(set).apply(COMMITTED.resolve(set.file(split)));
    assertEquals(set.count(split), read.size());
    assertEquals(WORLD.get(set).apply(split, set.count(split)), read);
  }

  @Test
  void nothingElseIsThere() throws IOException {
    Set<String> expected = new HashSet<>(Set.of("README.md", ".gitattributes"));
    for (PocketSet set : PocketSet.values()) {
      for (Split split : Split.values()) {
        expected.add(set.file(split));
      }
    }
    try (Stream<Path> files = Files.walk(COMMITTED)) {
      Set<String> found = new HashSet<>();
      files
          .filter(Files::isRegularFile)
          .forEach(file -> found.add(COMMITTED.relativize(file).toString().replace('\\', '/')));
      assertEquals(expected, found);
    }
  }

  /** A row of the card's table: {@code | `sts/test.tsv` | 1,000 | ... |}. */
  @Test
  void theCardCountsRight() throws IOException {
    List<String> card = Files.readAllLines(COMMITTED.resolve("README.md"));
    for (PocketSet set : PocketSet.values()) {
      String counts = "";
      for (Split split : Split.values()) {
        counts += String.format(Locale.ROOT, "| %,d ", set.count(split));
      }
      String file = set.file(Split.TRAIN).replace("train", "{train,dev,test}");
      String row = "| `%s` %s|".formatted(file, counts);
      assertTrue(card.stream().anyMatch(line -> line.startsWith(row)), row + " in the card");
    }
  }

  @Test
  void theExamplesOfTheCardAreInTheFiles() throws IOException {
    Set<String> lines = new HashSet<>();
    for (PocketSet set : PocketSet.values()) {
      for (Split split : Split.values()) {
        lines.addAll(Files.readAllLines(COMMITTED.resolve(set.file(split))));
      }
    }
    String card = Files.readString(COMMITTED.resolve("README.md"));
    List<String> examples = card.split("```(text)?\n")[1].lines().toList();
    assertEquals(6, examples.size());
    assertTrue(lines.containsAll(examples), "the examples of the card are in no file");
  }

  // ------------------------------------------------------------------------ what is held out

  @Test
  void namesOfTheTestPartAreNotInTheTrainingText() throws IOException {
    String training = Files.readString(COMMITTED.resolve("train.txt"));
    for (Split held : List.of(Split.DEV, Split.TEST)) {
      String text = Files.readString(COMMITTED.resolve(PocketSet.TEXT.file(held)));
      int seen = 0;
      List<String> names = namesOf(held);
      for (String name : names) {
        assertTrue(!tells(training, name), name);
        seen += tells(text, name) ? 1 : 0;
      }
      assertTrue(names.size() > 80, names.size() + " names");
      assertTrue(seen > 0.8 * names.size(), seen + " names of " + names.size());
    }
  }

  private static boolean tells(String text, String name) {
    return text.contains(name)
        && Pattern.compile("(?<![\\p{L}'-])" + Pattern.quote(name) + "(?![\\p{L}-])")
            .matcher(text)
            .find();
  }

  /** What rows of names give the part alone: people, towns, streets, schools, shops, pets. */
  private static List<String> namesOf(Split split) {
    Set<String> training = new HashSet<>();
    Set<String> own = new HashSet<>();
    for (Table table : World.INSTANCE.tables().values()) {
      for (int row = 0; row < table.rows().size() && table.names(); row++) {
        Set<String> names = table.keeper(row) == split ? own : training;
        table.rows().get(row).forEach(cell -> cell.forEach(each -> names.add(plain(each))));
      }
    }
    Set<String> words = new HashSet<>(training);
    training.forEach(name -> words.addAll(List.of(name.split(" "))));
    own.removeAll(words); // Park is a family, but Park Avenue is in training
    own.removeIf(PocketSetTest::standsInATable);
    return List.copyOf(own);
  }

  /** Concerts are given in the Blue Door Cafe in every part. */
  private static boolean standsInATable(String name) {
    return World.INSTANCE.tables().values().stream()
        .filter(table -> !table.names())
        .flatMap(table -> table.columns().stream().flatMap(each -> table.column(each).stream()))
        .anyMatch(phrase -> plain(phrase).contains(name));
  }

  private static String plain(Phrase phrase) {
    List<Token> words = new ArrayList<>();
    phrase.nodes().stream()
        .filter(Node.Word.class::isInstance)
        .map(Node.Word.class::cast)
        .forEach(word -> words.add(new Token(word.text(), "", "")));
    return Spelling.text(words);
  }

  @Test
  void combinationsOfTheTestPartAreNotInTheTrainingStories() {
    Set<List<Object>> training = combinations(Split.TRAIN, PocketSet.TEXT.count(Split.TRAIN));
    for (Split held : List.of(Split.DEV, Split.TEST)) {
      Set<List<Object>> own = combinations(held, PocketSet.TEXT.count(held));
      assertTrue(own.size() > 50, own.size() + " combinations");
      own.retainAll(training);
      assertEquals(Set.of(), own);
    }
  }

  /** A plot and the two things that it brings together. */
  private static Set<List<Object>> combinations(Split split, int count) {
    Set<List<Object>> combinations = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Scene scene = new SceneGenerator(split, split.chances(1, i)).scene();
      combinations.add(List.of(scene.plot().name(), scene.rows().get(0), scene.rows().get(1)));
    }
    return combinations;
  }

  @Test
  void noTestStoryIsATrainingStory() {
    Set<String> training = new HashSet<>(texts(PocketWorld.stories(Split.TRAIN, 8000, 1)));
    List<String> test = texts(PocketWorld.stories(Split.TEST, 1000, 1));
    assertEquals(1000, new HashSet<>(test).size());
    assertTrue(test.stream().noneMatch(training::contains));
  }

  private static List<String> texts(Documents documents) {
    return documents(documents).stream().map(Document::text).toList();
  }

  private static List<Document> documents(Documents documents) {
    return IntStream.range(0, documents.size()).mapToObj(documents::get).toList();
  }
}
