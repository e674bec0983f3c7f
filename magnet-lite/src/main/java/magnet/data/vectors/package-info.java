/**
 * Vectors with their texts in files that other tools read: .npy and .npz (NumPy) and CSV. It knows
 * no model.
 */
package magnet.data.vectors;
