package magnet.pocket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import magnet.data.benchmark.ChoiceQuestion;

/** Stories without their ends, and four ends to choose from; see {@link PocketWorld#choices}. */
final class Choices {

  static final long SEED = 0x63686F696365735FL;

  private static final int CHOICES = 4;
  private static final int LAST = Plot.SENTENCES - 1;

  private final SplittableRandom random;
  private final SceneGenerator casting;

  private Choices(Split split, long seed, int index) {
    this.random = ToldStory.chances(split, seed ^ SEED, index);
    this.casting = new SceneGenerator(World.INSTANCE, split, random);
  }

  static List<ChoiceQuestion> of(Split split, int count, long seed) {
    List<ChoiceQuestion> questions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      questions.add(new Choices(split, seed, i).question());
    }
    return List.copyOf(questions);
  }

  private ChoiceQuestion question() {
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
    Event good = pick(scene.plot().events(LAST, true));
    Event bad = pick(scene.plot().events(LAST, false));
    List<String> ends = new ArrayList<>();
    for (Event event : scene.well() ? List.of(good, bad) : List.of(bad, good)) {
      int frame = frame(scene.plot().tables().get(0), event, known);
      Scene other = scene.with(otherThing(scene, event.roles(frame), known));
      long chances = random.nextLong();
      ends.add(teller.fork(scene, new SplittableRandom(chances)).tell(event, frame).text());
      ends.add(teller.fork(other, new SplittableRandom(chances)).tell(event, frame).text());
    }
    return ends;
  }

  /** A frame that tells of the thing, if possible something that was not told before. */
  private int frame(Table table, Event event, Set<String> known) {
    List<Integer> telling = new ArrayList<>();
    List<Integer> news = new ArrayList<>();
    for (int i = 0; i < event.frames().size(); i++) {
      Set<String> roles = event.roles(i);
      roles.retainAll(table.columns());
      if (!roles.isEmpty()) {
        telling.add(i);
      }
      roles.removeAll(known);
      if (!roles.isEmpty()) {
        news.add(i);
      }
    }
    return pick(news.isEmpty() ? telling : news);
  }

  /**
   * Phrases of another row for what the frame tells: only for what is new, if anything is, so that
   * the ends name the same things.
   */
  private Map<String, Phrase> otherThing(Scene scene, Set<String> roles, Set<String> known) {
    Table table = scene.plot().tables().get(0);
    roles.retainAll(table.columns());
    Set<String> news = new HashSet<>(roles);
    news.removeAll(known);
    int row = random.nextInt(table.rows().size() - 1);
    Map<String, Phrase> drawn = casting.phrases(table, row < scene.rows().get(0) ? row : row + 1);
    Map<String, Phrase> other = new LinkedHashMap<>(drawn);
    other.keySet().retainAll(news.isEmpty() ? roles : news);
    return other;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
