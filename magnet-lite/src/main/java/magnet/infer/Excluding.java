package magnet.infer;

import magnet.infer.sampling.Sampler;

/** Never chooses some tokens: {@code next} chooses from the rest. */
public record Excluding(int[] ids, Sampler next) implements Sampler {

  @Override
  public int next(float[] logits, int[] soFar) {
    for (int id : ids) {
      logits[id] = Float.NEGATIVE_INFINITY;
    }
    return next.next(logits, soFar);
  }

  /** All that are excluded may be among the highest. */
  @Override
  public int decisive() {
    return next.decisive() == 0 ? 0 : next.decisive() + ids.length;
  }
}
