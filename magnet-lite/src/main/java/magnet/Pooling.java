package magnet;

import magnet.infer.encoding.Pooler;

/**
 * How the vectors of a sentence's tokens become one. Means leave out the instruction, begin and end
 * tokens.
 */
public enum Pooling {
  /** The end token after the sentence: MAGNET's, and what its contrastive objective trains. */
  LAST_TOKEN(Pooler.LAST_TOKEN),
  /** The mean over the sentence's own tokens. */
  MEAN(Pooler.MEAN),
  /** The mean over the sentence's own tokens, weighted 1, 2, 3, … (SGPT, Muennighoff 2022). */
  WEIGHTED_MEAN(Pooler.WEIGHTED_MEAN);

  private final Pooler pooler;

  Pooling(Pooler pooler) {
    this.pooler = pooler;
  }

  Pooler pooler() {
    return pooler;
  }
}
