package magnet.pocket;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Mixing;

/**
 * A scene with the words in which it was told.
 *
 * @param scene what happens
 * @param tellings the five sentences
 */
record ToldStory(Scene scene, List<Telling> tellings) {

  /**
   * The story of an index.
   *
   * @param seed the seed of the stories
   */
  static ToldStory of(Split split, long seed, int index) {
    return of(split, seed, index, 0);
  }

  /**
   * The story of an index, with names that nobody has.
   *
   * @param seed the seed of the stories
   * @param inventedShare how often a name is invented, in [0, 1]
   */
  static ToldStory of(Split split, long seed, int index, double inventedShare) {
    SplittableRandom random = chances(split, seed, index);
    Scene scene = new SceneGenerator(World.INSTANCE, split, random, inventedShare).scene();
    StoryRealizer teller = StoryRealizer.ofStory(scene, random);
    return new ToldStory(scene, scene.events().stream().map(teller::tell).toList());
  }

  /**
   * Stories that are made up each time they are asked for.
   *
   * @param inventedShare how often a name is invented, in [0, 1]
   */
  static Documents stories(Split split, int count, long seed, double inventedShare) {
    String name =
        String.format(
            Locale.ROOT, "pocket %s (seed %d)", split.name().toLowerCase(Locale.ROOT), seed);
    return Documents.of(
        name,
        count,
        index -> Document.ofSentences(of(split, seed, index, inventedShare).sentences()));
  }

  /** Separate random numbers for each split, seed and index. */
  static SplittableRandom chances(Split split, long seed, int index) {
    return new SplittableRandom(Mixing.mix(Mixing.mix(seed, split.ordinal()), index));
  }

  List<String> sentences() {
    return tellings.stream().map(Telling::text).toList();
  }
}
