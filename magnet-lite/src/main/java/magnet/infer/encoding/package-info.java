/**
 * Texts to vectors: sentence and token embeddings, their poolings, and Echo embeddings. A pooling
 * is one file.
 */
package magnet.infer.encoding;
