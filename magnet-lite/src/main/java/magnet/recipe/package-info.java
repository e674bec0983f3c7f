/**
 * Whole runs: what a command or a recipe does from the first line to the report.
 *
 * <p>Here live the programs with a {@code main} method and what they print. They speak to the
 * façade as a user would, and nothing below may know them.
 */
package magnet.recipe;
