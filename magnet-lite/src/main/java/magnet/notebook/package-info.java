/**
 * At home in notebooks: how each result shows itself in a cell, in JJava, in IJava and in JShell.
 *
 * <p>JJava finds {@link magnet.notebook.JJavaExtension} on its own; elsewhere one line does the
 * same: {@code magnet.notebook.MagnetNotebook.init()}. What things look like is up to {@code
 * magnet.view}; nothing below this package knows that there are notebooks, and no kernel needs to
 * be on the class path.
 */
package magnet.notebook;
