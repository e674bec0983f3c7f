package magnet.view.progress;

import magnet.view.CellOutput;

/** A place in a notebook cell that can be redrawn. */
@FunctionalInterface
public interface CellScreen {

  /**
   * Shows an output in place of the one before.
   *
   * @param output what to show
   * @param text the same in words, for where only text can be shown
   */
  void show(CellOutput output, String text);
}
