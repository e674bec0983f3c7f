/**
 * The command line, one class a command. It reads arguments, calls the library and prints; what it
 * prints is the library's own text.
 */
package magnet.cli;
