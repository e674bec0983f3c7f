package magnet;

import java.util.ArrayList;
import java.util.List;
import magnet.train.MaskedView;
import magnet.train.Masking;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.ViewBatch;

/**
 * Masked next token prediction (BehnamGhader et al., "LLM2Vec", 2024; MAGNET's first objective):
 * recover masked context tokens from both sides.
 *
 * <pre>
 *   L = - 1/|M|  sum over l in M of  log p(x_l | output at l-1)
 * </pre>
 *
 * <p>M are the masked tokens. The output of the token before a masked one names it, as a decoder
 * was pretrained to do; it sees all context from both sides, and no span. The loss is the mean over
 * all masked tokens of a step, however many passes make the step.
 *
 * <p>Beside the other objectives: {@link Msg} asks for span tokens of the same view, {@link Sscl}
 * for whole texts.
 *
 * @param weight what it counts, step by step
 * @param maskShare share of context tokens that are masked; the paper's is 0.2
 * @param maskToken the text of the token that masks; empty: the tokenizer's own mask token, else
 *     {@code "_"}
 */
public record Mntp(Schedule weight, double maskShare, String maskToken) implements Objective {

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  public Mntp {
    Masking.requireShare(maskShare);
  }

  /** A copy with another share of masked tokens, above 0 and below 1; the paper's is 0.2. */
  public Mntp masking(double share) {
    return new Mntp(weight, share, maskToken);
  }

  /** A copy with another token that masks; it must be one token of the tokenizer. */
  public Mntp maskToken(String token) {
    return new Mntp(weight, maskShare, token);
  }

  /** A copy that is left out before a step, counted from 1. */
  public Mntp from(int step) {
    return new Mntp(weight.startingAt(step), maskShare, maskToken);
  }

  /** A copy with another weight from a step on, after earlier changes; 0 switches it off. */
  public Mntp then(int step, double next) {
    return new Mntp(weight.then(step, next), maskShare, maskToken);
  }

  @Override
  public String name() {
    return "mntp";
  }

  @Override
  public RequestedViews views() {
    return RequestedViews.masks(new Masking(maskShare, maskToken));
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    int all = views.masked().stream().mapToInt(view -> view.masked().length).sum(); // |M|
    List<RequestedOutputs.Prediction> predictions = new ArrayList<>(all);
    for (int i = 0; i < views.masked().size(); i++) {
      MaskedView view = views.masked().get(i);
      for (int l : view.masked()) {
        predictions.add(new RequestedOutputs.Prediction(i, l - 1, view.tokens()[l], 1.0 / all));
      }
    }
    return RequestedOutputs.ofPredictions(predictions, all);
  }
}
