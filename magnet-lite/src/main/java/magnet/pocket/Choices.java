package magnet.pocket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.data.benchmark.ChoiceQuestion;

/** Stories without their ends, and four ends to choose from; see {@link PocketWorld#choices}. */
final class Choices {

  static final long SEED = 0x63686F696365735FL;

  private static final int CHOICES = 4;
  private static final int LAST = Plot.SENTENCES - 1;

  private final SplittableRandom random;
  private final SceneGenerator casting;

  Choices(Split split, long seed, int index) {
    this.random = split.chances(seed ^ SEED, index);
    this.casting = new SceneGenerator(split, random);
  }

  ChoiceQuestion question() {
    while (true) {
      Scene scene = casting.scene();
      StoryRealizer teller = StoryRealizer.ofStory(scene, random);
      List<String> prompt = new ArrayList<>();
      Set<String> known = new HashSet<>();
      for (Event event : scene.events().subList(0, LAST)) {
        Telling telling = teller.tell(event);
        prompt.add(telling.text());
        known.addAll(telling.roles());
      }
      List<String> ends = ends(scene, teller, known);
      if (new HashSet<>(ends).size() == CHOICES) {
        String right = ends.get(0);
        Collections.shuffle(ends, new Random(random.nextLong()));
        return new ChoiceQuestion(String.join(" ", prompt), ends, ends.indexOf(right));
      }
    }
  }

  /** The right end and three wrong ones: with another thing, with another outcome, with both. */
  private List<String> ends(Scene scene, StoryRealizer teller, Set<String> known) {
    Event good = casting.pick(scene.plot().events(LAST, true));
    Event bad = casting.pick(scene.plot().events(LAST, false));
    List<String> ends = new ArrayList<>();
    for (Event event : scene.well() ? List.of(good, bad) : List.of(bad, good)) {
      int frame = frame(scene, event, known);
      Set<String> news = told(scene, event, frame, known);
      // Only what is new differs, if anything is, so that the ends name the same things.
      Set<String> roles = news.isEmpty() ? told(scene, event, frame, Set.of()) : news;
      Scene other = scene.with(otherThing(scene, roles));
      long chances = random.nextLong();
      ends.add(teller.fork(scene, new SplittableRandom(chances)).tell(event, frame).text());
      ends.add(teller.fork(other, new SplittableRandom(chances)).tell(event, frame).text());
    }
    return ends;
  }

  /** A frame that tells of the thing, if possible something that was not told before. */
  private int frame(Scene scene, Event event, Set<String> known) {
    List<Integer> telling =
        IntStream.range(0, event.frames().size())
            .filter(frame -> !told(scene, event, frame, Set.of()).isEmpty())
            .boxed()
            .toList();
    List<Integer> news =
        telling.stream().filter(frame -> !told(scene, event, frame, known).isEmpty()).toList();
    return casting.pick(news.isEmpty() ? telling : news);
  }

  /** The roles of the thing that a frame tells, but for those that are known. */
  private static Set<String> told(Scene scene, Event event, int frame, Set<String> known) {
    Set<String> roles = event.roles(frame);
    roles.retainAll(scene.plot().tables().get(0).columns());
    roles.removeAll(known);
    return roles;
  }

  /** Phrases of another row for the roles. */
  private Map<String, Phrase> otherThing(Scene scene, Set<String> roles) {
    Table table = scene.plot().tables().get(0);
    int row = random.nextInt(table.rows().size() - 1);
    Map<String, Phrase> other = casting.phrases(table, row < scene.rows().get(0) ? row : row + 1);
    other.keySet().retainAll(roles);
    return other;
  }
}
