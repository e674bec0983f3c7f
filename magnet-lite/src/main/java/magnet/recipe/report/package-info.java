/**
 * Writes what came out of a run: report.md, report.html, tables and pictures. It measures nothing.
 */
package magnet.recipe.report;
