/**
 * The model: families of decoders, the mask rule, LoRA, the cache, checkpoint files and tokenizers.
 *
 * <p>Here lives what a pretrained decoder is and how it is read from a Hugging Face folder and
 * written back. A new family is one class here. It computes through {@code magnet.kernel} only, and
 * knows no objective, no sampler and no corpus.
 *
 * <p>In this room and those below it, what cannot be read or written throws an {@link
 * java.io.UncheckedIOException} that names the file.
 *
 * <p>Internal: users have {@code magnet.Magnet}.
 */
package magnet.model;
