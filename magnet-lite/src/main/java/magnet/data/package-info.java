/**
 * Corpora and text pairs: what a reader of a data set gives to training and evaluation.
 *
 * <p>A {@link magnet.data.Documents} is an immutable, indexed source of texts; one file here reads
 * one format. Plain Java lives here: no tensors, no tokens, no model.
 */
package magnet.data;
