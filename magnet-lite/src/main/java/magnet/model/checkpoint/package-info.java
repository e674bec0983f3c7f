/**
 * Weights in files: safetensors, mapped and written; checkpoints with their config.json; PEFT
 * adapters. It reads names, shapes and bytes; what they are for is magnet.model's.
 */
package magnet.model.checkpoint;
