/**
 * The kernels: TorchScript methods kept as a readable resource, each with a typed Java face.
 *
 * <p>This is the only room that may touch DJL's PyTorch internals ({@code ai.djl.pytorch}), and the
 * only one that sees bf16 tensors as more than opaque handles. Tensors go in and tensors come out:
 * it knows no checkpoint, no text and no other package of ours. What a call makes belongs to the
 * scope that it is given.
 *
 * <p>Internal: users have {@code magnet.Magnet}; only the losses of {@link
 * magnet.kernel.ObjectiveKernel} reach an objective of your own.
 */
package magnet.kernel;
