/**
 * Text to token ids and back, through Hugging Face's tokenizer.json; learning a byte-level BPE
 * vocabulary. What is put around a text (instructions, BOS, EOS) is magnet.infer's.
 *
 * <p>Internal: users have {@code magnet.Magnet}.
 */
package magnet.model.tokenizer;
