/**
 * Readers of published evaluation sets, one set a file, and the items that they give: scored pairs,
 * labelled texts, questions, tagged sentences. A malformed row is refused with file, line and
 * reason, or skipped and counted. Nothing here measures: that is magnet.eval's.
 */
package magnet.data.benchmark;
