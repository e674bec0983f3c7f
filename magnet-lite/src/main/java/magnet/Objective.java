package magnet;

import magnet.train.Schedule;
import magnet.train.TrainingObjective;

/**
 * One thing to learn. MAGNET has three: {@link #mntp}, {@link #sscl} and {@link #msg}; each is one
 * type that carries its weight, its options, the views and outputs that it reads, and its loss.
 *
 * <pre>
 *   L = λ1 L_mntp + λ2 L_sscl + λ3 L_msg
 * </pre>
 *
 * <p>A weight λ can change over the steps: {@code Objective.msg(3.0).from(100)} joins at step 100,
 * {@code Objective.sscl(0.1).then(200, 0.5)} counts more from step 200 on. Every call returns a new
 * value.
 *
 * <p><b>One of your own</b> is a record that implements this interface, in a file, a notebook cell
 * or JShell; {@link TrainingObjective} explains what each method is for. This one pulls embeddings
 * to length 1:
 *
 * <pre>{@code
 * record UnitLength(Schedule weight) implements Objective {
 *   public String name() { return "unit length"; }
 *   public RequestedViews views() { return RequestedViews.pairs(""); }
 *   public RequestedOutputs outputs(ViewBatch views) {
 *     List<RequestedOutputs.State> last = new ArrayList<>();
 *     for (int i = 0; i < views.pairs().size(); i++) {
 *       int end = views.pairs().get(i).anchor().length - 1;
 *       last.add(new RequestedOutputs.State(views.anchor(i), end));
 *     }
 *     return RequestedOutputs.ofStates(last, last.size());
 *   }
 *   public NDArray loss(LossInputs inputs) {
 *     return inputs.states().norm(new int[] {1}).sub(1).square();
 *   }
 * }
 * Objective unit = new UnitLength(Schedule.constant(0.1));
 * Magnet.adapt(base).on(corpus).objectives(Objective.msg(3), unit).train();
 * }</pre>
 */
public interface Objective extends TrainingObjective {

  /**
   * Masked next token prediction: recover masked tokens from both sides.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Mntp mntp(double weight) {
    return new Mntp(Schedule.constant(weight), 0.2, "");
  }

  /**
   * Self-supervised contrastive learning: two views of a text are alike, other texts are not. A
   * small weight is enough: 0.1 to 0.2 did best in our trials on small models.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Sscl sscl(double weight) {
    return new Sscl(Schedule.constant(weight), 0.05, 0, Encoding.INSTRUCTION);
  }

  /**
   * Missing span generation: fill a span from both sides, left to right. It needs more weight than
   * the others: 3 did best in our trials on small models.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Msg msg(double weight) {
    return new Msg(Schedule.constant(weight), 0.25, Msg.Average.TEXT);
  }
}
