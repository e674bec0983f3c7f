/**
 * Text encoders of BERT's kind, the baselines that embeddings have to beat: read from a folder as
 * Python's sentence-transformers saves it.
 *
 * <p>Here lives what such a folder says, its weights and its tokenizer. It knows no decoder and
 * trains nothing. Internal: users have {@code magnet.TextEncoder}.
 */
package magnet.model.encoder;
