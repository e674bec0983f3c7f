package magnet.model.family;

/**
 * The tensors of a layer, in the order in which kernels take them. Those that are stacked (query,
 * key and value; gate and up) are one here, whether a checkpoint holds them apart or as one.
 */
enum LayerTensor {
  INPUT_NORM,
  INPUT_NORM_BIAS,
  QUERY_KEY_VALUE,
  QUERY_KEY_VALUE_BIAS,
  QUERY_NORM,
  KEY_NORM,
  OUTPUT,
  OUTPUT_BIAS,
  AFTER_ATTENTION_NORM,
  MLP_NORM,
  MLP_NORM_BIAS,
  MLP_IN,
  MLP_IN_BIAS,
  MLP_OUT,
  MLP_OUT_BIAS,
  AFTER_MLP_NORM;

  /** What the name of a bias ends in, behind the name of what it is added to. */
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
          DecoderFamily.of(of.family()).gated() ? new long[] {inner, inner} : new long[] {inner};
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
