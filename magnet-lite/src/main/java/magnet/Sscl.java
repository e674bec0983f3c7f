package magnet;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.train.LossInputs;
import magnet.train.PairView;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.Training;
import magnet.train.ViewBatch;

/**
 * Self-supervised contrastive learning (MAGNET's second objective): the two views of a text are
 * pulled together and pushed away from the other texts of the batch. Where the views come from is
 * up to the corpus: {@link Corpus#paraphrases}, {@link Corpus#crops}.
 *
 * <pre>
 *   L = - 1/B  sum over i of  log ( e(i, i) / sum over j in N(i) of e(i, j) )
 *   e(i, j) = exp(cos(h_i, h_j+) / t)
 * </pre>
 *
 * <p>InfoNCE with in-batch negatives (van den Oord et al. 2018, in the form of SimCSE, Gao et al.
 * 2021). h is the state of the last token after the final norm, t the temperature. N(i) are all
 * texts of the pass, but for those that are equal to text i (or share a view with it): what means
 * the same is no negative. Negatives are those of one pass: with accumulated gradients they do not
 * grow in number. It needs two texts a batch at least, and learns more from many.
 *
 * @param weight what it counts, step by step
 * @param temperature divides the cosines; 0.05 is ours (and SimCSE's), the paper's is not known to
 *     us
 * @param projection length of vectors after a linear map that is used in training only (Chen et
 *     al., "SimCLR", 2020); 0 for none, which is ours: the paper has one of a size that is not
 *     known to us
 * @param instruction put before a text that is embedded; the paper's by default
 */
public record Sscl(Schedule weight, double temperature, int projection, String instruction)
    implements Objective {

  private static final String HEAD = "projection_head";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the temperature is not above 0 or the projection negative
   */
  public Sscl {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "A temperature of " + temperature + " is not above 0; 0.05 is usual.");
    }
    if (projection < 0) {
      throw new IllegalArgumentException(
          "A projection to " + projection + " numbers is not possible; give 0 for none, or more.");
    }
  }

  /** A copy with another temperature, above 0. */
  public Sscl temperature(double value) {
    return new Sscl(weight, value, projection, instruction);
  }

  /** A copy with a linear map to vectors of a length, used in training only; 0 for none. */
  public Sscl projection(int size) {
    return new Sscl(weight, temperature, size, instruction);
  }

  /** A copy with another instruction; empty for none. Embed with the same one afterwards. */
  public Sscl instruction(String text) {
    return new Sscl(weight, temperature, projection, text);
  }

  /** A copy that is left out before a step, counted from 1. */
  public Sscl from(int step) {
    return new Sscl(weight.startingAt(step), temperature, projection, instruction);
  }

  /** A copy with another weight from a step on, after earlier changes; 0 switches it off. */
  public Sscl then(int step, double next) {
    return new Sscl(weight.then(step, next), temperature, projection, instruction);
  }

  @Override
  public String name() {
    return "sscl";
  }

  @Override
  public RequestedViews views() {
    return RequestedViews.pairs(instruction);
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    List<PairView> pairs = views.pairs();
    List<RequestedOutputs.State> last = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      last.add(new RequestedOutputs.State(views.anchor(i), pairs.get(i).anchor().length - 1));
    }
    for (int i = 0; i < pairs.size(); i++) {
      last.add(new RequestedOutputs.State(views.positive(i), pairs.get(i).positive().length - 1));
    }
    return RequestedOutputs.ofStates(last, pairs.size());
  }

  @Override
  public NDArray loss(LossInputs inputs) {
    List<PairView> pairs = inputs.views().pairs();
    boolean[][] equal = new boolean[pairs.size()][pairs.size()];
    for (int i = 0; i < pairs.size(); i++) {
      for (int j = 0; j < pairs.size(); j++) {
        equal[i][j] = pairs.get(i).isOfSameText(pairs.get(j));
      }
    }
    NDArray vectors = inputs.states(); // [2B, H]
    if (projection > 0) {
      vectors =
          inputs.kernel().project(inputs.scope(), vectors, inputs.parameter(HEAD)); // [2B, size]
    }
    NDArray anchors = vectors.get("0:" + pairs.size());
    NDArray positives = vectors.get(pairs.size() + ":");
    return inputs.kernel().infoNce(inputs.scope(), anchors, positives, temperature, equal);
  }

  /** The linear map, without bias, uniform within 1 / sqrt(hidden). */
  @Override
  public Map<String, float[][]> parameters(int hiddenSize, long seed) {
    if (projection == 0) {
      return Map.of();
    }
    SplittableRandom random = new SplittableRandom(seed);
    double bound = 1 / Math.sqrt(hiddenSize);
    float[][] rows = new float[projection][hiddenSize];
    for (float[] row : rows) {
      for (int i = 0; i < hiddenSize; i++) {
        row[i] = (float) random.nextDouble(-bound, bound);
      }
    }
    return Map.of(HEAD, rows);
  }

  @Override
  public void check(Training training) {
    if (training.settings().batch() < 2) {
      throw new IllegalArgumentException(
          "A batch of 1 text has nothing to contrast it with; give a batch of at least 2, or"
              + " leave the contrastive objective out.");
    }
    if (training.views().settings().positives().needsDropout()
        && training.settings().dropout() == 0) {
      throw new IllegalArgumentException(
          "Without dropout the two views of the same text are equal, and nothing is learned from"
              + " them; set LoRA's dropout above 0, or use crops or paraphrases.");
    }
  }
}
