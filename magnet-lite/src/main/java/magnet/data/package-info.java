/**
 * Corpora, text pairs and evaluation sets: what a reader of a data set gives to training and
 * evaluation; and files of vectors.
 *
 * <p>A {@link magnet.data.Documents} is an immutable, indexed source of texts, an evaluation set is
 * a list of values; one file here reads one format, and {@link magnet.data.BadRows} says what
 * happens to rows that do not fit it. Plain Java lives here: no tensors, no tokens, no model.
 */
package magnet.data;
