package magnet.pocket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Mixing;

/** Lessons of a first reading book, made up each time they are asked for. */
final class Primer {

  /** How often a name in a story is invented, so that names are looked for in stories as well. */
  static final double INVENTED_SHARE = 0.4;

  private static final long SEED = 0x7072696D65725F5FL;
  private static final int SENTENCES = 9;

  /** How many persons in ten bear an invented name, and how many a family name with its title. */
  private static final int INVENTED_IN_TEN = 6;

  private static final int TITLED_IN_TEN = 1;

  /** How many things in ten are called by an invented word. */
  private static final int UNHEARD_OF_IN_TEN = 3;

  private static final List<String> ROLES = List.of("who", "friend", "helper");
  private static final List<String> TITLES = List.of("Mr.", "Mrs.", "Ms.", "Dr.");
  private static final List<String> TABLES =
      List.of("gladness", "sadness", "refuges", "gifts", "town", "street", "shop", "petname");

  private static final Plot NONE =
      new Plot("primer", "", "", "", "", List.of(), List.of(), List.of(), List.of());

  private final SplittableRandom random;
  private final SceneGenerator casting;

  private Primer(long seed, int index) {
    random = new SplittableRandom(Mixing.mix(seed ^ SEED, index));
    casting = new SceneGenerator(Split.TRAIN, random);
  }

  /** Stories for training, with lessons spread evenly among them. */
  static Documents amongStories(int count, double share, long seed) {
    double invented = share > 0 ? INVENTED_SHARE : 0;
    Documents stories = PocketStory.documents(Split.TRAIN, count, seed, invented);
    return Documents.of(
        String.format(Locale.ROOT, "pocket train, %.0f %% primer (seed %d)", 100 * share, seed),
        count,
        index -> {
          int before = (int) (index * share); // lessons
          boolean isLesson = (int) ((index + 1) * share) > before;
          return isLesson ? lesson(seed, before) : stories.get(index - before);
        });
  }

  static Document lesson(long seed, int index) {
    return new Primer(seed, index).lesson();
  }

  private Document lesson() {
    Event sentence = Frames.SENTENCE;
    List<Integer> ways =
        new ArrayList<>(IntStream.range(0, sentence.frames().size()).boxed().toList());
    Collections.shuffle(ways, new Random(random.nextLong()));
    List<Person> people = people();
    Map<String, Phrase> phrases = phrases();
    List<String> told = new ArrayList<>();
    for (int way : ways.subList(0, SENTENCES)) {
      // Who does what to whom is random, so that only the names tell who is meant.
      Collections.shuffle(people, new Random(random.nextLong()));
      told.add(StoryRealizer.ofStory(scene(people, phrases), random).tell(sentence, way).text());
    }
    return Document.ofSentences(told);
  }

  private static Scene scene(List<Person> people, Map<String, Phrase> phrases) {
    Map<String, Person> cast = new LinkedHashMap<>();
    for (String role : ROLES) {
      cast.put(role, people.get(cast.size()));
    }
    return new Scene(NONE, cast, phrases, List.of(), true, List.of());
  }

  private Map<String, Phrase> phrases() {
    Map<String, Phrase> phrases = new LinkedHashMap<>();
    for (String name : TABLES) {
      Table table = World.INSTANCE.table(name);
      phrases.putAll(casting.phrases(table, table.draw(Split.TRAIN, random)));
    }
    String look = casting.pick(World.INSTANCE.table("looks").column("look")).source();
    String noun =
        random.nextInt(10) < UNHEARD_OF_IN_TEN
            ? InventedNames.draw(random).toLowerCase(Locale.ROOT)
            : casting.pick(Frames.THINGS).source();
    phrases.put("thing", Phrase.read(look + " " + noun, ""));
    return phrases;
  }

  private List<Person> people() {
    List<Person> people = new ArrayList<>();
    while (people.size() < ROLES.size()) {
      people.add(SceneGenerator.another(people, this::person));
    }
    return people;
  }

  private Person person() {
    int chance = random.nextInt(10);
    boolean female = random.nextBoolean();
    if (chance < INVENTED_IN_TEN) {
      return new Person("", InventedNames.draw(random), female, "", "");
    }
    boolean titled = chance < INVENTED_IN_TEN + TITLED_IN_TEN;
    String name = casting.name(titled ? "surname" : female ? "woman" : "man");
    return new Person(titled ? casting.pick(TITLES) : "", name, female, "", "");
  }

  /** What the resource holds, read when the first lesson is asked for. */
  private static final class Frames {

    private static final Map<String, Table> READ = World.tables("primer.txt");
    private static final List<Phrase> THINGS = READ.get("things").column("thing");
    private static final Event SENTENCE =
        new Event(
            NONE.name(),
            READ.get("sentences").column("sentence").stream().map(Phrase::nodes).toList());
  }
}
