package magnet.model.family;

/**
 * The tensors of a layer, in the order in which kernels take them. Those that are stacked (query,
 * key and value; gate and up) are one here, whether a checkpoint holds them apart or as one.
 */
public enum LayerTensor {
  /** Scale of the norm before attention. */
  INPUT_NORM,
  /** Shift of the norm before attention. */
  INPUT_NORM_BIAS,
  /** Queries, keys and values as one product. */
  QUERY_KEY_VALUE,
  /** Bias of queries, keys and values. */
  QUERY_KEY_VALUE_BIAS,
  /** Scale of the norm of each query head. */
  QUERY_NORM,
  /** Scale of the norm of each key head. */
  KEY_NORM,
  /** Output projection of attention. */
  OUTPUT,
  /** Bias of the output projection. */
  OUTPUT_BIAS,
  /** Scale of a norm after attention (Gemma 2 and 3). */
  AFTER_ATTENTION_NORM,
  /** Scale of the norm before the MLP. */
  MLP_NORM,
  /** Shift of the norm before the MLP. */
  MLP_NORM_BIAS,
  /** Gate and up projections as one product, or the one that comes in. */
  MLP_IN,
  /** Bias of what comes into the MLP. */
  MLP_IN_BIAS,
  /** Down projection of the MLP. */
  MLP_OUT,
  /** Bias of the down projection. */
  MLP_OUT_BIAS,
  /** Scale of a norm after the MLP (Gemma 2 and 3). */
  AFTER_MLP_NORM;

  /** What the name of a bias ends in, after the name of what it is added to. */
  static final String BIAS = "_BIAS";

  boolean isMatrix() {
    return this == QUERY_KEY_VALUE || this == OUTPUT || this == MLP_IN || this == MLP_OUT;
  }

  boolean isBias() {
    return name().endsWith(BIAS);
  }

  /** Numbers along the first axis of each of the stacked tensors. */
  long[] rows(Architecture of) {
    long queries = (long) of.heads() * of.headSize();
    long keys = (long) of.keyValueHeads() * of.headSize();
    long inner = of.intermediateSize();
    return switch (this) {
      case QUERY_KEY_VALUE, QUERY_KEY_VALUE_BIAS -> new long[] {queries, keys, keys};
      case MLP_IN, MLP_IN_BIAS ->
          of.decoderFamily().gated() ? new long[] {inner, inner} : new long[] {inner};
      case QUERY_NORM, KEY_NORM -> new long[] {of.headSize()};
      default -> new long[] {of.hiddenSize()};
    };
  }

  /** Numbers along the second axis of a matrix: its inputs. */
  long columns(Architecture of) {
    return switch (this) {
      case OUTPUT -> (long) of.heads() * of.headSize();
      case MLP_OUT -> of.intermediateSize();
      default -> of.hiddenSize();
    };
  }
}
