/**
 * What sets one family of decoders apart, one class for each family: what config.json calls its
 * numbers, the names and shapes of its tensors, its norms, activations, positions and windows. It
 * holds no weights and runs nothing.
 */
package magnet.model.family;
