/**
 * Inference: encoding texts, filling blanks, generating and scoring.
 *
 * <p>Here live the small interfaces by which evaluation sees a model, the search for the next token
 * and its samplers. Nothing in this room learns: a gradient or an objective belongs to {@code
 * magnet.train}. It gives plain arrays and values to the packages above and keeps tensors to
 * itself.
 */
package magnet.infer;
