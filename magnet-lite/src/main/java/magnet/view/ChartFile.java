package magnet.view;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.HeadlessException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import magnet.io.AtomicFile;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Charts as pictures: PNG, or SVG for print. No display is needed, but a font is.
 *
 * <pre>{@code ChartFile.save(embeddings.chart(), "nearness.svg")}</pre>
 */
public final class ChartFile {

  /** Pixels of a PNG for each unit of a chart's size: sharp on screens with small pixels. */
  private static final int SCALE = 2;

  private ChartFile() {}

  /** {@link #save(Chart, Path)} for a file's name. */
  public static Path save(Chart<?, ?> chart, String picture) {
    return save(chart, Path.of(picture));
  }

  /**
   * Saves a chart. Missing folders are made; a file of that name is replaced.
   *
   * @param chart any XChart chart
   * @param picture where to, with a name that ends in {@code .png} or {@code .svg}
   * @return the absolute path of the file
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws UncheckedIOException if the file cannot be written
   * @throws IllegalStateException if Java cannot draw on this machine; the message says what to
   *     install
   */
  public static Path save(Chart<?, ?> chart, Path picture) {
    String name = picture.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      return write(svg(chart), picture);
    }
    if (!name.endsWith(".png")) {
      throw new IllegalArgumentException(
          "charts are saved as PNG or SVG, but \"%s\" ends in neither .png nor .svg; rename it"
              .formatted(picture));
    }
    return write(png(chart), picture);
  }

  /** Writes the bytes of a picture; returns the absolute path. */
  static Path write(byte[] picture, Path png) {
    Path file = png.toAbsolutePath();
    AtomicFile.write(file, picture);
    return file;
  }

  /**
   * The bytes of a PNG file with the chart, for a notebook to show: twice as many pixels as the
   * chart's width and height say.
   *
   * @param chart any XChart chart
   * @throws IllegalStateException if Java cannot draw on this machine; the message says what to
   *     install
   */
  public static byte[] png(Chart<?, ?> chart) {
    return encoded("PNG", bytes -> ImageIO.write(drawn(chart), "png", bytes));
  }

  private static BufferedImage drawn(Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(
            SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.scale(SCALE, SCALE);
      chart.paint(g, chart.getWidth(), chart.getHeight());
    } finally {
      g.dispose();
    }
    return image;
  }

  private static byte[] svg(Chart<?, ?> chart) {
    return encoded(
        "SVG",
        bytes -> VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG));
  }

  /** Draws a chart into a stream. */
  private interface Drawing {
    void into(ByteArrayOutputStream bytes) throws IOException;
  }

  private static byte[] encoded(String form, Drawing drawing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      drawing.into(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot encode the chart as %s: %s".formatted(form, reason(e)), e);
    } catch (HeadlessException | AWTError e) {
      throw new IllegalStateException(
          ("cannot draw the chart, since Java looks for a display and finds none (%s); start Java"
                  + " with -Djava.awt.headless=true")
              .formatted(reason(e)),
          e);
    } catch (InternalError | LinkageError e) {
      throw cannotDraw(e);
    } catch (NullPointerException e) {
      // How some releases of Java fail where there is no font configuration at all.
      if (isAboutFonts(e)) {
        throw cannotDraw(e);
      }
      throw e;
    }
  }

  private static IllegalStateException cannotDraw(Throwable cause) {
    return new IllegalStateException(
        ("cannot draw the chart, since Java finds no fonts or not the library that draws them (%s);"
                + " install them and start Java anew, on Debian or Ubuntu by: apt-get install"
                + " fontconfig libfreetype6 fonts-dejavu-core")
            .formatted(reason(cause)),
        cause);
  }

  private static boolean isAboutFonts(Throwable failure) {
    return Stream.of(failure.getStackTrace())
        .map(StackTraceElement::getClassName)
        .anyMatch(name -> name.startsWith("sun.font.") || name.startsWith("sun.awt.Font"));
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
