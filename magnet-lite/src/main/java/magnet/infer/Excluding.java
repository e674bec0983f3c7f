package magnet.infer;

/**
 * Takes some tokens out: they are never chosen.
 *
 * @param ids token ids; those behind the vocabulary mean nothing
 * @param next what chooses from the rest
 */
public record Excluding(int[] ids, Sampler next) implements Sampler {

  @Override
  public int next(float[] logits, int[] soFar) {
    for (int id : ids) {
      if (id >= 0 && id < logits.length) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
    return next.next(logits, soFar);
  }
}
