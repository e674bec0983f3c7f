/**
 * The command line, one class a command. It reads arguments, calls the library and prints; what it
 * prints is the library's own text.
 *
 * <p>Internal: users type commands.
 */
package magnet.cli;
