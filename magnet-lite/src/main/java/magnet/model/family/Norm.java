package magnet.model.family;

/** The kinds of norm. */
public enum Norm {
  /** RMSNorm: x / rms(x) * weight (arXiv 1910.07467). */
  RMS,
  /** RMSNorm with weights that are stored less 1: x / rms(x) * (1 + weight). */
  RMS_OFFSET,
  /** LayerNorm with weight and bias (arXiv 1607.06450). */
  LAYER
}
