package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import magnet.data.TextPair;

/** Pieces of stories told twice. */
final class ParaphrasedPieces {

  private static final long SEED = 0x7061726170687261L;

  /** The longest piece, in sentences. */
  private static final int LONGEST = 3;

  private ParaphrasedPieces() {}

  static List<TextPair> of(Split split, int count, long seed) {
    List<TextPair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RandomGenerator random = ToldStory.chances(split, seed ^ SEED, i);
      Scene scene = new SceneGenerator(World.INSTANCE, split, random).scene();
      // Half of the pairs are single sentences.
      int length = random.nextBoolean() ? 1 : 2 + random.nextInt(LONGEST - 1);
      int from = random.nextInt(Plot.SENTENCES - length + 1);
      pairs.add(twice(scene, scene.events().subList(from, from + length), random));
    }
    return List.copyOf(pairs);
  }

  private static TextPair twice(Scene scene, List<Event> events, RandomGenerator random) {
    StoryRealizer one = StoryRealizer.ofPiece(scene, random);
    StoryRealizer other = StoryRealizer.ofPiece(scene, random);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (Event event : events) {
      Telling telling = one.tell(event);
      first.add(telling.text());
      int frame = Rewording.otherFrame(event, telling.frame(), random);
      second.add(other.tell(event, frame).text());
    }
    return new TextPair(String.join(" ", first), String.join(" ", second));
  }
}
