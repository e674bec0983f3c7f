package magnet.pocket;

import java.util.List;
import java.util.SplittableRandom;
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

  /** Separate random numbers for each split, seed and index. */
  static SplittableRandom chances(Split split, long seed, int index) {
    return new SplittableRandom(Mixing.mix(Mixing.mix(seed, split.ordinal()), index));
  }

  List<String> sentences() {
    return tellings.stream().map(Telling::text).toList();
  }
}
