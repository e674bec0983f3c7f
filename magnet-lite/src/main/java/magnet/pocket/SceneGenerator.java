package magnet.pocket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import magnet.data.Mixing;

/** Makes scenes up: who is in them, what they are about, how they go. */
final class SceneGenerator {

  /** In this many pairs of rows, one is for development and one for test. */
  private static final int PAIRS = 10;

  /**
   * In how many of a hundred stories two people are a man and a woman, so that pronouns tell them
   * apart.
   */
  private static final int UNLIKE = 70;

  private final Split split;
  private final RandomGenerator random;
  private final double inventedShare;

  SceneGenerator(Split split, RandomGenerator random) {
    this(split, random, 0);
  }

  /** Casting with names that nobody has, invented so often: in [0, 1]. */
  SceneGenerator(Split split, RandomGenerator random, double inventedShare) {
    this.split = split;
    this.random = random;
    this.inventedShare = inventedShare;
  }

  /** A scene of any plot. */
  Scene scene() {
    return scene(pick(World.INSTANCE.plots()));
  }

  /** A scene of the given plot. */
  Scene scene(Plot plot) {
    List<Integer> rows = new ArrayList<>();
    do {
      rows.clear();
      plot.tables().forEach(table -> rows.add(table.draw(split, random)));
    } while (keeper(plot, rows) != split);
    Map<String, Phrase> phrases = new LinkedHashMap<>();
    for (Table table : World.INSTANCE.common()) {
      phrases.putAll(phrases(table, table.draw(split, random)));
    }
    for (int i = 0; i < rows.size(); i++) {
      phrases.putAll(phrases(plot.tables().get(i), rows.get(i)));
    }
    boolean well = random.nextInt(3) > 0;
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < Plot.SENTENCES; i++) {
      events.add(pick(plot.events(i, well)));
    }
    return new Scene(plot, people(plot), phrases, List.copyOf(rows), well, events);
  }

  /** One phrase for each column of a row. */
  Map<String, Phrase> phrases(Table table, int row) {
    Map<String, Phrase> phrases = new LinkedHashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Phrase phrase = pick(table.rows().get(row).get(i));
      phrases.put(
          table.columns().get(i),
          table.names() && invents() ? InventedNames.instead(phrase, random) : phrase);
    }
    return phrases;
  }

  private boolean invents() {
    return inventedShare > 0 && random.nextDouble() < inventedShare;
  }

  /** The split to which stories of this plot with these rows belong. */
  static Split keeper(Plot plot, List<Integer> rows) {
    long pair = rows.get(0) * 1000L + rows.get(1);
    int hash = (int) Math.floorMod(Mixing.mix(plot.name().hashCode(), pair), (long) PAIRS);
    return hash == 0 ? Split.DEV : hash == 1 ? Split.TEST : Split.TRAIN;
  }

  /** People for the persons of a plot, no two of the same name. */
  Map<String, Person> people(Plot plot) {
    Map<String, Person> people = new LinkedHashMap<>();
    String kind = resolved(plot.who());
    Person who = person(kind, random.nextBoolean(), "");
    people.put("who", who);
    boolean female = (random.nextInt(100) < UNLIKE) != who.female();
    String friendKind = resolved(plot.friend());
    String relation = relation(kind + " " + friendKind, female);
    people.put("friend", another(people.values(), () -> person(friendKind, female, relation)));
    String helper = resolved(plot.helper());
    boolean she = random.nextBoolean();
    people.put("helper", another(people.values(), () -> person(helper, she, "")));
    return people;
  }

  /** A person whose name is none of those that people have. */
  static Person another(Collection<Person> people, Supplier<Person> draw) {
    while (true) {
      Person person = draw.get();
      if (people.stream().noneMatch(each -> each.name().equals(person.name()))) {
        return person;
      }
    }
  }

  private String resolved(String kind) {
    return kind.equals("any") ? random.nextBoolean() ? "child" : "adult" : kind;
  }

  private Person person(String kind, boolean female, String relation) {
    List<List<Phrase>> row = row("kind", kind);
    boolean titled =
        relation.isEmpty() && random.nextInt(100) < Integer.parseInt(row.get(3).get(0).source());
    String description = pick(row.get(female ? 2 : 1)).source();
    if (titled) {
      String title = pick(row.get(female ? 5 : 4)).source() + ".";
      return new Person(title, name("surname"), female, description, relation);
    }
    return new Person("", name(female ? "woman" : "man"), female, description, relation);
  }

  /** A name from a table, of those that the split may use. */
  String name(String table) {
    if (invents()) {
      return InventedNames.draw(random);
    }
    Table names = World.INSTANCE.table(table);
    return names.rows().get(names.draw(split, random)).get(0).get(0).source();
  }

  private String relation(String pair, boolean female) {
    List<List<Phrase>> row = row("relation", pair);
    return row == null ? "" : pick(row.get(female ? 2 : 1)).source();
  }

  private List<List<Phrase>> row(String table, String key) {
    return World.INSTANCE.table(table).rows().stream()
        .filter(row -> row.get(0).get(0).source().equals(key))
        .findFirst()
        .orElse(null);
  }

  /** One of several, at random. */
  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
