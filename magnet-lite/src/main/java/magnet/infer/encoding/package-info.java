/** Texts to vectors: sentence and token embeddings, and their poolings. */
package magnet.infer.encoding;
