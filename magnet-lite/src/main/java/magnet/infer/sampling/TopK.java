package magnet.infer.sampling;

import java.util.PriorityQueue;

/**
 * Keeps the k tokens with the highest logits, and those that tie with the last of them (Fan et al.
 * 2018).
 *
 * @param k at least 1; a k as large as the vocabulary keeps all
 * @param next what chooses from the result
 */
public record TopK(int k, Sampler next) implements Sampler {

  /** Checks it. */
  public TopK {
    require(k);
  }

  /** Refuses a k below 1. */
  public static void require(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "top-k is " + k + ", expected 1 or more; leave top-k out to keep all tokens.");
    }
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    if (k < logits.length) {
      PriorityQueue<Float> highest = new PriorityQueue<>(k + 1);
      for (float logit : logits) {
        if (highest.size() < k) {
          highest.add(logit);
        } else if (logit > highest.peek()) {
          highest.poll();
          highest.add(logit);
        }
      }
      Logits.dropBelow(logits, highest.peek());
    }
    return next.next(logits, soFar);
  }

  @Override
  public int decisive() {
    return k;
  }
}
