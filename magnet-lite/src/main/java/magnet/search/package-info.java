/**
 * Searching and grouping vectors and their texts: nearest neighbours, pairs, clusters. It knows
 * arrays and texts, and no model. {@code magnet.Embeddings} is the door to it.
 */
package magnet.search;
