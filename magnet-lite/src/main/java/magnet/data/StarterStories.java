package magnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Made-up English stories of five sentences, for where no other text is at hand: enough to train a
 * tiny model and to see every feature at work, not enough to learn English from.
 *
 * <p>Somebody loses a thing, breaks it, is caught by the rain, quarrels with a friend; a remedy
 * follows and a feeling ends it. What happens in the middle follows from what is before it and is
 * needed by what comes after, so a missing sentence can be guessed better from both sides than from
 * one. Words and patterns are this project's own, in the resource {@code starter-stories.txt}.
 */
public final class StarterStories {

  /** Keeps the paraphrases of a seed apart from the stories of the same seed. */
  private static final long PARAPHRASES = 0x70617261L;

  private static final StoryBook BOOK = StoryBook.read("starter-stories.txt");

  private StarterStories() {}

  /**
   * Stories with their sentence ranges, made up when they are asked for.
   *
   * <p>Story i depends on the seed and on i alone, so a larger count continues a smaller one. Among
   * 100,000 stories fewer than one in a hundred comes twice.
   *
   * @param count how many, at least 1
   * @param seed any number; the same seed gives the same stories everywhere
   * @throws IllegalArgumentException if count is below 1
   */
  public static Documents documents(int count, long seed) {
    checkCount(count);
    return new Generated(count, seed);
  }

  /**
   * Pairs that tell the same in other words: by turns a single sentence and a whole story, whose
   * every sentence is told in another way.
   *
   * @param count how many, at least 1
   * @param seed any number; the same seed gives the same pairs everywhere
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<TextPair> paraphrases(int count, long seed) {
    checkCount(count);
    List<TextPair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Random random = new Random(Mixing.mix(seed ^ PARAPHRASES, i));
      StoryScene scene = StoryScene.invent(BOOK, random);
      int only = random.nextInt(StoryBook.SENTENCES);
      pairs.add(
          i % 2 == 0
              ? twice(scene, only, only + 1, random)
              : twice(scene, 0, StoryBook.SENTENCES, random));
    }
    return List.copyOf(pairs);
  }

  /** Sentences from one to before another, told in two ways that have no phrasing in common. */
  private static TextPair twice(StoryScene scene, int from, int to, Random random) {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int one = random.nextInt(scene.phrasings(i));
      int step = 1 + random.nextInt(scene.phrasings(i) - 1);
      first.add(scene.sentence(i, one));
      second.add(scene.sentence(i, (one + step) % scene.phrasings(i)));
    }
    return new TextPair(String.join(" ", first), String.join(" ", second));
  }

  private static void checkCount(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "%d stories cannot be told; ask for at least 1".formatted(count));
    }
  }

  /** Tells a story each time it is asked for one. */
  private static final class Generated extends DocumentSource {

    private final int count;
    private final long seed;

    private Generated(int count, long seed) {
      this.count = count;
      this.seed = seed;
    }

    @Override
    public String name() {
      return "starter stories (seed " + seed + ")";
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public Document get(int index) {
      Objects.checkIndex(index, count);
      Random random = new Random(Mixing.mix(seed, index));
      return Document.ofSentences(StoryScene.invent(BOOK, random).tell(random));
    }
  }
}
