package magnet.cluster;

import java.io.Serializable;
import java.util.Map;

/**
 * What all workers of a round begin with.
 *
 * @param first step of the round, counted from 1
 * @param last step of the round
 * @param parameters numbers of everything that is trained, by name; not copied
 */
public record Round(int first, int last, Map<String, float[]> parameters) implements Serializable {

  /**
   * What one worker has for itself in a round.
   *
   * @param worker from 0
   * @param texts those that it reads in this round
   * @param moments its optimiser's means, variances and counts; empty in the first round; not
   *     copied
   */
  public record Part(int worker, RoundTexts texts, Map<String, float[]> moments)
      implements Serializable {}
}
