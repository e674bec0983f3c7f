package magnet.recipe.settings;

import java.util.Map;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/** Items that the pocket world makes when it is asked: stories, pairs, questions. */
public record PocketItems(Split split, int count, long seed) {

  /** What recipes call the world, as data and as a corpus. */
  public static final String NAME = "pocket";

  private static final int SAMPLE = 40;
  private static final Map<String, Split> SPLITS =
      Map.of("train", Split.TRAIN, "dev", Split.DEV, "test", Split.TEST);

  /** Reads "split", "count" and "seed". */
  public static PocketItems read(KeyedReader section, Split usualSplit, int usualCount) {
    return new PocketItems(
        section.choice("split", SPLITS).orElse(usualSplit),
        section.whole("count", 1).orElse(usualCount),
        section.whole("seed", 0).orElse(1));
  }

  /** Equal as long as the world makes the same items: a hash of some of them. */
  public static String world() {
    return World.PRINT;
  }

  /** Made once, on first use. */
  private static final class World {

    private static final String PRINT =
        Digest.ofTexts(
            PocketWorld.stories(Split.TEST, SAMPLE, 1).fingerprint(),
            PocketWorld.schoolbook(SAMPLE, 0.5, 1).fingerprint(),
            PocketWorld.tagged(Split.TEST, SAMPLE, 1).toString(),
            PocketWorld.paraphrases(Split.TRAIN, SAMPLE, 1).toString(),
            PocketWorld.sts(Split.TEST, SAMPLE, 1).toString(),
            PocketWorld.topics(Split.TEST, SAMPLE, 1).toString(),
            PocketWorld.choices(Split.TEST, SAMPLE, 1).toString());
  }
}
