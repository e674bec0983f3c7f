/**
 * How far long work has come: a line in a terminal, a line in a pipe, a picture in a notebook cell.
 * What is shown is told by who works; nothing here knows what the work is.
 */
package magnet.view.progress;
