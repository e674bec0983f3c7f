package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import magnet.data.TextPair;
import magnet.data.benchmark.LabelledText;

/** Pieces of one to three sentences of a story that are understood without the rest. */
final class Pieces {

  private static final long TWICE = 0x7061726170687261L;
  private static final long LABELLED = 0x746F706963735F5FL;

  /** The longest piece, in sentences. */
  private static final int LONGEST = 3;

  private Pieces() {}

  /** A piece told twice. */
  static TextPair twice(Split split, long seed, int index) {
    RandomGenerator random = split.chances(seed ^ TWICE, index);
    Scene scene = new SceneGenerator(split, random).scene();
    // Half of the pairs are single sentences.
    int length = random.nextBoolean() ? 1 : 2 + random.nextInt(LONGEST - 1);
    StoryRealizer one = StoryRealizer.ofPiece(scene, random);
    StoryRealizer other = StoryRealizer.ofPiece(scene, random);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (Event event : events(scene, length, random)) {
      Telling telling = one.tell(event);
      first.add(telling.text());
      second.add(other.tell(event, event.otherFrame(telling.frame(), random)).text());
    }
    return new TextPair(String.join(" ", first), String.join(" ", second));
  }

  /** A piece with what it is about. */
  static LabelledText labelled(Split split, long seed, int index) {
    RandomGenerator random = split.chances(seed ^ LABELLED, index);
    Scene scene = new SceneGenerator(split, random).scene();
    StoryRealizer teller = StoryRealizer.ofPiece(scene, random);
    String text =
        events(scene, 1 + random.nextInt(LONGEST), random).stream()
            .map(event -> teller.tell(event).text())
            .collect(Collectors.joining(" "));
    return new LabelledText(text, scene.plot().topic());
  }

  private static List<Event> events(Scene scene, int length, RandomGenerator random) {
    int from = random.nextInt(Plot.SENTENCES - length + 1);
    return scene.events().subList(from, from + length);
  }
}
