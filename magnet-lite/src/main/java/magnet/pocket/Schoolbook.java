package magnet.pocket;

import java.util.Locale;
import java.util.Objects;
import magnet.data.Document;
import magnet.data.DocumentSource;
import magnet.data.Documents;

/** Stories for training, with lessons of the primer spread evenly among them. */
final class Schoolbook extends DocumentSource {

  /** How often a name in a story is invented, so that names are looked for in stories as well. */
  static final double INVENTED_SHARE = 0.4;

  private final int count;
  private final double primerShare;
  private final long seed;
  private final Documents stories;
  private final Documents lessons;

  Schoolbook(int count, double primerShare, long seed) {
    this.count = count;
    this.primerShare = primerShare;
    this.seed = seed;
    double invented = primerShare > 0 ? INVENTED_SHARE : 0;
    this.stories = new ToldStories(magnet.pocket.Split.TRAIN, count, seed, invented);
    this.lessons = new Primer(count, seed);
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT, "pocket train, %.0f %% primer (seed %d)", 100 * primerShare, seed);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Document get(int index) {
    Objects.checkIndex(index, count);
    int before = lessonsBefore(index);
    return lessonsBefore(index + 1) > before ? lessons.get(before) : stories.get(index - before);
  }

  private int lessonsBefore(int index) {
    return (int) (index * primerShare);
  }
}
