package magnet.pocket;

import java.util.Locale;
import java.util.Objects;
import magnet.data.Document;
import magnet.data.DocumentSource;

/** Stories that are made up each time they are asked for. */
final class ToldStories extends DocumentSource {

  private final magnet.pocket.Split split;
  private final int count;
  private final long seed;
  private final double inventedShare;

  ToldStories(magnet.pocket.Split split, int count, long seed, double inventedShare) {
    this.split = split;
    this.count = count;
    this.seed = seed;
    this.inventedShare = inventedShare;
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT, "pocket %s (seed %d)", split.name().toLowerCase(Locale.ROOT), seed);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Document get(int index) {
    Objects.checkIndex(index, count);
    return Document.ofSentences(ToldStory.of(split, seed, index, inventedShare).sentences());
  }
}
