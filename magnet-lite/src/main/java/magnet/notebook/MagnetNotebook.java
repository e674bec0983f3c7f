package magnet.notebook;

import magnet.view.Progress;

/**
 * The one line for notebooks in which nothing happens by itself: {@code
 * magnet.notebook.MagnetNotebook.init();}. JJava needs no line.
 */
public final class MagnetNotebook {

  private static JupyterKernel installed;

  private MagnetNotebook() {}

  /**
   * Has results show themselves in the cells of IJava. In JJava, where they do so already, and
   * outside of notebooks it does nothing; twice is fine.
   */
  public static synchronized void init() {
    if (installed == null) {
      JupyterKernel.ijava().ifPresent(MagnetNotebook::install);
    }
  }

  static synchronized void install(JupyterKernel kernel) {
    if (installed == null) {
      // Charts are drawn into memory; on a Mac, AWT would open a window's icon for it.
      if (System.getProperty("java.awt.headless") == null) {
        System.setProperty("java.awt.headless", "true");
      }
      ResultView.all().forEach(kernel::register);
      Progress.inNotebook(kernel::screen);
      installed = kernel;
    }
  }
}
