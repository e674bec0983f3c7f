package magnet.model.family;

/**
 * What GPT-2 and GPT-NeoX have in common: LayerNorm, a bias beside every weight of a layer, query,
 * key and value in one matrix, an MLP without a gate, and heads that are not grouped.
 */
abstract class LayerNormFamily extends DecoderFamily {

  LayerNormFamily(String modelType, String causalModelClass, TensorNames names) {
    super(modelType, causalModelClass, names);
  }

  @Override
  public Norm norm() {
    return Norm.LAYER;
  }

  @Override
  public boolean gated() {
    return false;
  }

  /** How much of each head is turned is for the family to say. */
  @Override
  void check(Variant variant, Rope rope, boolean plainHeads) {
    super.check(variant, new Rope(rope.theta()), plainHeads);
    Architecture.require(
        plainHeads,
        "the shape of the heads",
        "grouped, or not hidden_size in all",
        "neither in the family " + modelType());
  }
}
