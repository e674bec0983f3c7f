package magnet.view;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Where charts go when only words can be shown, as in JShell: a chart of ours then says, by its
 * {@code toString()}, in which file it was saved.
 */
public final class PictureFolder {

  private static final int LONGEST_NAME = 40;
  private static final Map<Chart<?, ?>, Path> SAVED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static volatile Path folder;
  private static int saved;

  private PictureFolder() {}

  /**
   * Saves charts from now on, in this whole process.
   *
   * @param place a folder, made when it is needed; null for no longer
   */
  public static void use(Path place) {
    folder = place;
  }

  /**
   * Saves a picture.
   *
   * @param name what it is called, after a number
   * @param picture PNG
   * @return the file; nothing if no folder is in use
   * @throws UncheckedIOException if it cannot be written
   */
  public static Optional<Path> save(String name, CellOutput picture) {
    byte[] png = Base64.getDecoder().decode(picture.data());
    return Optional.ofNullable(folder).map(place -> ChartFile.write(png, next(place, name)));
  }

  /** Whether a chart itself says where it was saved. */
  public static boolean holds(Chart<?, ?> chart) {
    return SAVED.containsKey(chart);
  }

  /** What a chart says about itself: its title, and the file with it or else its size. */
  static String words(Chart<?, ?> chart) {
    Path place = folder;
    String where =
        place == null
            ? String.format(Locale.ROOT, "%d x %d pixels", chart.getWidth(), chart.getHeight())
            : "saved as "
                + SAVED.computeIfAbsent(
                    chart, one -> ChartFile.save(one, next(place, one.getTitle())));
    return "chart \"" + chart.getTitle() + "\", " + where;
  }

  private static synchronized Path next(Path place, String title) {
    String words = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name = words.length() > LONGEST_NAME ? words.substring(0, LONGEST_NAME) : words;
    return place.resolve(String.format(Locale.ROOT, "%02d-%s.png", ++saved, name));
  }
}
