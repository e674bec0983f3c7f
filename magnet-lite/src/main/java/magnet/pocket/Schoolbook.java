package magnet.pocket;

import java.util.Locale;
import magnet.data.Documents;

/** Stories for training, with lessons of the primer spread evenly among them. */
final class Schoolbook {

  /** How often a name in a story is invented, so that names are looked for in stories as well. */
  static final double INVENTED_SHARE = 0.4;

  private Schoolbook() {}

  static Documents of(int count, double primerShare, long seed) {
    double invented = primerShare > 0 ? INVENTED_SHARE : 0;
    Documents stories = ToldStory.stories(Split.TRAIN, count, seed, invented);
    Documents lessons = Primer.lessons(count, seed);
    String name =
        String.format(
            Locale.ROOT, "pocket train, %.0f %% primer (seed %d)", 100 * primerShare, seed);
    return Documents.of(
        name,
        count,
        index -> {
          int before = (int) (index * primerShare); // lessons
          boolean lesson = (int) ((index + 1) * primerShare) > before;
          return lesson ? lessons.get(before) : stories.get(index - before);
        });
  }
}
