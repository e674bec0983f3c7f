package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.kernel.ObjectiveKernel;

/**
 * Self-supervised contrastive learning (MAGNET's second objective): the two views of a text are
 * pulled together and pushed away from the other texts of the batch.
 *
 * <p>InfoNCE with in-batch negatives (van den Oord et al. 2018, in the form of SimCSE, Gao et al.
 * 2021) on the state of the last token after the final norm. It needs at least two texts a batch,
 * and learns more from many; with accumulated gradients the negatives are those of one forward
 * pass.
 *
 * @param temperature divides the cosines, above 0; 0.05 is ours (and SimCSE's): the paper's is not
 *     known to us
 * @param head a projection that is used in training only; null for none
 */
public record Contrastive(double temperature, ProjectionHead head) implements TrainingObjective {

  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Contrastive {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "A temperature of " + temperature + " is not above 0; 0.05 is usual.");
    }
  }

  @Override
  public String name() {
    return "sscl";
  }

  @Override
  public View view() {
    return View.PAIRS;
  }

  @Override
  public Demand demand(ViewBatch views) {
    List<Demand.State> states = new ArrayList<>();
    for (int i = 0; i < views.anchors().size(); i++) {
      states.add(new Demand.State(views.anchor(i), views.anchors().get(i).length - 1));
    }
    for (int i = 0; i < views.positives().size(); i++) {
      states.add(new Demand.State(views.positive(i), views.positives().get(i).length - 1));
    }
    return new Demand(List.of(), states);
  }

  @Override
  public ObjectiveKernel.Loss loss(NDManager scope, ObjectiveKernel kernel, NDArray states) {
    NDArray vectors =
        head == null ? states : kernel.project(scope, states, head.weight()); // [2B, size]
    long texts = vectors.getShape().get(0) / 2;
    NDArray anchors = vectors.get("0:" + texts);
    NDArray positives = vectors.get(texts + ":");
    return kernel.infoNce(scope, anchors, positives, temperature);
  }

  @Override
  public Map<String, NDArray> parameters() {
    return head == null ? Map.of() : Map.of("projection_head", head.weight());
  }

  @Override
  public String toString() {
    return "Contrastive[temperature="
        + temperature
        + ", projection="
        + (head == null ? "none" : head.weight().getShape().get(0))
        + "]";
  }
}
