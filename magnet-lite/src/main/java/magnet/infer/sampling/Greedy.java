package magnet.infer.sampling;

/** The token with the highest logit; the lowest id in a tie. */
public record Greedy() implements Sampler {

  @Override
  public int next(float[] logits, int[] soFar) {
    return Logits.argMax(logits);
  }

  @Override
  public int decisive() {
    return 1;
  }
}
