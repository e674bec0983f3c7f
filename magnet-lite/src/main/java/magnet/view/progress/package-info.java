/**
 * How far long work has come: a line in a terminal, a line in a pipe, a picture in a notebook cell.
 * The worker reports what is shown; nothing here knows what the work is.
 */
package magnet.view.progress;
