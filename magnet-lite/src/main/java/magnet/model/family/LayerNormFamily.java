package magnet.model.family;

import magnet.kernel.DecoderTraits;

/**
 * What GPT-2 and GPT-NeoX have in common: LayerNorm, a bias beside every weight of a layer, query,
 * key and value in one matrix, an MLP without a gate, and heads that are not grouped.
 */
interface LayerNormFamily extends DecoderFamily {

  @Override
  default DecoderTraits.Norm norm() {
    return DecoderTraits.Norm.LAYER;
  }

  @Override
  default boolean gated() {
    return false;
  }

  @Override
  default String finalNormBias() {
    return finalNorm().replaceFirst("weight$", "bias");
  }

  /** How much of each head is turned is for the family to say. */
  @Override
  default void check(Variant variant, Rope rope, boolean plainHeads) {
    DecoderFamily.super.check(variant, new Rope(rope.theta()), plainHeads);
    Architecture.require(
        plainHeads,
        "the shape of the heads",
        "grouped, or not hidden_size in all",
        "neither in the family " + modelType());
  }
}
