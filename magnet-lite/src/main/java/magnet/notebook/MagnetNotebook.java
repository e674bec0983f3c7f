package magnet.notebook;

import java.nio.file.Path;
import magnet.view.CellOutput;
import magnet.view.PictureFolder;
import magnet.view.ShownTable;
import magnet.view.progress.Progress;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/**
 * The one line for places where nothing happens automatically: {@code
 * magnet.notebook.MagnetNotebook.init();}. JJava needs no line.
 */
public final class MagnetNotebook {

  private static JupyterKernel installed;

  private MagnetNotebook() {}

  /**
   * Makes results display: in the cells of IJava, and in JShell, where a chart is saved to a file
   * and says which. In JJava, where cells do so already, it does nothing; calling it twice is fine.
   */
  public static synchronized void init() {
    if (installed == null) {
      JupyterKernel.ijava()
          .ifPresentOrElse(MagnetNotebook::install, () -> PictureFolder.use(pictures()));
    }
  }

  /**
   * Shows a value in JShell as a notebook's {@code display} does in a cell: a table in rows and
   * columns, a picture as a file, whatever else in its own words.
   *
   * @param value any value
   */
  public static void display(Object value) {
    if (value instanceof Table table) {
      System.out.println(ShownTable.of(table).text());
      return;
    }
    System.out.println(value);
    if (!(value instanceof Chart<?, ?> ours && PictureFolder.holds(ours))) {
      ResultView.of(value)
          .filter(output -> output.mimeType().equals(CellOutput.PNG))
          .flatMap(picture -> PictureFolder.save(value.getClass().getSimpleName(), picture))
          .ifPresent(file -> System.out.println("saved as " + file));
    }
  }

  static synchronized void install(JupyterKernel kernel) {
    if (installed == null) {
      // Charts are drawn into memory; on a Mac, AWT would open a window's icon for it.
      System.getProperties().putIfAbsent("java.awt.headless", "true");
      ResultView.all().forEach(kernel::register);
      Progress.inNotebook(kernel::screen);
      installed = kernel;
    }
  }

  private static Path pictures() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "magnet-pictures-" + ProcessHandle.current().pid());
  }
}
