package magnet.view;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** A chart as it is seen. */
final class DrawnChart {

  private DrawnChart() {}

  /** Its pixels. */
  static BufferedImage image(Chart<?, ?> chart) {
    try {
      return ImageIO.read(new ByteArrayInputStream(ChartFile.png(chart)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its lines and letters, each text between {@code >} and {@code <}. */
  static String svg(Chart<?, ?> chart) {
    try {
      Path folder = Files.createTempDirectory("chart");
      Path file = ChartFile.save(chart, folder.resolve("c.svg"));
      try {
        return Files.readString(file);
      } finally {
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
