package magnet.pocket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import magnet.data.benchmark.ScoredPair;

/**
 * Pairs of sentences that share more or less of what they tell; {@link PocketWorld#sts} explains
 * the score.
 *
 * <p>Shared words are made misleading: of several tellings, those of the same events are kept that
 * have the fewest words in common, and of other events, by turns, those that have the most.
 */
final class GradedPairs {

  private static final long SEED = 0x7374735F70616972L;

  /** How many pairs of tellings are tried. */
  private static final int TRIES = 6;

  private final SceneGenerator casting;
  private final RandomGenerator random;

  GradedPairs(Split split, long seed, int index) {
    this.random = split.chances(seed ^ SEED, index);
    this.casting = new SceneGenerator(split, random);
  }

  /** What the second sentence changes. Words, the most frequent, change nothing that is told. */
  private enum Change {
    WORDS,
    THINGS,
    PEOPLE,
    SWAPPED_PEOPLE,
    OUTCOME,
    THINGS_AND_PEOPLE,
    EVENT,
    EVENT_AND_PEOPLE,
    SCENE,
    PLOT,
    ALL
  }

  /** Two tellings and what they share. */
  private record Candidate(Telling first, Telling second, double score, double overlap) {}

  ScoredPair pair() {
    Change[] changes = Change.values();
    int draw = random.nextInt(changes.length + 1);
    Change change = changes[draw % changes.length];
    boolean deceive = change == Change.WORDS || random.nextBoolean();
    Candidate best = null;
    for (int i = 0; i < TRIES || best == null; i++) {
      Candidate candidate = candidate(change);
      if (usable(candidate, change)
          && (best == null || deceive && moreDeceiving(candidate, best))) {
        best = candidate;
      }
    }
    return new ScoredPair(best.first().text(), best.second().text(), best.score());
  }

  private static boolean usable(Candidate candidate, Change change) {
    if (candidate.first().text().equals(candidate.second().text())) {
      return false;
    }
    return change == Change.WORDS
        ? candidate.score() > 0.85 * Sameness.BEST
        : candidate.score() < Sameness.BEST;
  }

  private static boolean moreDeceiving(Candidate candidate, Candidate best) {
    boolean alike = best.score() > 0.85 * Sameness.BEST;
    return alike
        ? candidate.overlap() < best.overlap()
        : candidate.overlap() - candidate.score() / Sameness.BEST
            > best.overlap() - best.score() / Sameness.BEST;
  }

  private Candidate candidate(Change change) {
    Scene scene = casting.scene();
    int sentence = change == Change.OUTCOME ? 3 + random.nextInt(2) : random.nextInt(5);
    Event event = scene.events().get(sentence);
    Scene other = changed(scene, change);
    Event otherEvent =
        switch (change) {
          case OUTCOME -> casting.pick(scene.plot().events(sentence, !scene.well()));
          case EVENT, EVENT_AND_PEOPLE, SCENE ->
              other.events().get((sentence + 1 + random.nextInt(4)) % 5);
          case PLOT, ALL -> casting.pick(other.events());
          default -> event;
        };
    Telling first = StoryRealizer.ofPiece(scene, random).tell(event);
    StoryRealizer teller = StoryRealizer.ofPiece(other, random);
    Telling second =
        otherEvent != event
            ? teller.tell(otherEvent)
            : teller.tell(event, frame(event, first.frame(), change));
    return new Candidate(
        first,
        second,
        Sameness.score(scene, first, other, second),
        Sameness.overlap(first, second));
  }

  private int frame(Event event, int frame, Change change) {
    boolean again = change != Change.WORDS && random.nextBoolean();
    return again ? frame : event.otherFrame(frame, random);
  }

  private Scene changed(Scene scene, Change change) {
    return switch (change) {
      case WORDS, OUTCOME, EVENT -> scene;
      case THINGS -> otherThings(scene);
      case PEOPLE, EVENT_AND_PEOPLE -> scene.withPeople(casting.people(scene.plot()));
      case SWAPPED_PEOPLE -> scene.withPeople(swapped(scene.people()));
      case THINGS_AND_PEOPLE -> otherThings(scene).withPeople(casting.people(scene.plot()));
      case SCENE -> casting.scene(scene.plot());
      case PLOT -> samePeople(casting.scene(), scene);
      case ALL -> casting.scene();
    };
  }

  /** The scene with another row of its first table. */
  private Scene otherThings(Scene scene) {
    Map<String, Phrase> things = new LinkedHashMap<>(casting.scene(scene.plot()).phrases());
    things.keySet().retainAll(scene.plot().tables().get(0).columns());
    return scene.with(things);
  }

  private static Scene samePeople(Scene scene, Scene from) {
    Map<String, Person> people = new LinkedHashMap<>(scene.people());
    people.put("who", from.people().get("who"));
    return scene.withPeople(people);
  }

  private static Map<String, Person> swapped(Map<String, Person> people) {
    Map<String, Person> swapped = new LinkedHashMap<>(people);
    swapped.put("who", people.get("friend"));
    swapped.put("friend", people.get("who"));
    return swapped;
  }
}
