/**
 * Weights in files: safetensors, mapped and written; checkpoints with their config.json; PEFT
 * adapters. It reads names, shapes and bytes; what they are for is magnet.model's.
 *
 * <p>Internal: users have {@code magnet.Magnet} and {@code magnet.Adapter}.
 */
package magnet.model.checkpoint;
