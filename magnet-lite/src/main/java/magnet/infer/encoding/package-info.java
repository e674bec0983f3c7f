/**
 * Texts to vectors: sentence and token embeddings, their poolings.
 */
package magnet.infer.encoding;
