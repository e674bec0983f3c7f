package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import magnet.data.benchmark.LabelledText;

/** Pieces of stories with what they are about. */
final class Topics {

  private static final long SEED = 0x746F706963735F5FL;

  /** The longest text, in sentences. */
  private static final int LONGEST = 3;

  private Topics() {}

  static List<LabelledText> of(Split split, int count, long seed) {
    List<LabelledText> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RandomGenerator random = ToldStory.chances(split, seed ^ SEED, i);
      Scene scene = new SceneGenerator(World.INSTANCE, split, random).scene();
      int length = 1 + random.nextInt(LONGEST);
      int from = random.nextInt(Plot.SENTENCES - length + 1);
      StoryRealizer teller = StoryRealizer.ofPiece(scene, random);
      List<String> sentences = new ArrayList<>(length);
      for (Event event : scene.events().subList(from, from + length)) {
        sentences.add(teller.tell(event).text());
      }
      texts.add(new LabelledText(String.join(" ", sentences), scene.plot().topic()));
    }
    return List.copyOf(texts);
  }
}
