package magnet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import magnet.train.MaskedView;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.ViewBatch;

/**
 * Missing span generation (MAGNET's third objective): each span token from all context and the span
 * tokens before it. How long spans are is up to the corpus: {@link Corpus#spans}, {@link
 * Corpus#sentenceSpans}. If a whole text is the span, this is causal language modelling.
 *
 * <pre>
 *   per token:  L = - 1/|S|  sum over l in S of  log p(x_l | context, span tokens before l)
 *   per text:   L = - 1/T  sum over texts of  1/|S_text|  sum over l in S_text of  log p(x_l | …)
 * </pre>
 *
 * <p>S are the span tokens. The output of the token before a span token names it; there is no loss
 * on context. The first token of a text has no such output and is never asked for. The mean is over
 * all span tokens (or all texts with a span) of a step, however many passes make the step.
 *
 * @param weight what it counts, step by step
 * @param wholeTexts share of texts that are all span, which keeps left-to-right modelling alive;
 *     0.25 is ours, chosen by {@code recipes/pocket-causal-share.yaml} (this objective alone, 400
 *     steps, development part of pocket): with a share of 0, 0.1, 0.25 and 0.5 Rep-4 rose from the
 *     base's 7 % to 17, 10, 8 and 8 %, and the perplexity of stories from 3.15 to 3.58, 3.46, 3.40
 *     and 3.31, while that of a missing sentence fell from 3.12 to 2.39, 2.37, 2.41 and 2.47
 * @param average what counts the same in the loss
 */
public record Msg(Schedule weight, double wholeTexts, Average average) implements Objective {

  /** What counts the same in the loss. */
  public enum Average {
    /**
     * Each text: the mean over its span tokens first, then over texts. Ours: where whole texts are
     * spans, their many tokens would drown the short spans of the others.
     */
    TEXT,
    /** Each span token: the mean of language modelling. */
    TOKEN
  }

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public Msg {
    RequestedViews.requireShare(wholeTexts);
  }

  /** A copy with another share of texts that are all span, in [0, 1]; 1 is causal modelling. */
  public Msg wholeTexts(double share) {
    return new Msg(weight, share, average);
  }

  /** A copy whose loss is the mean over all span tokens, not over texts. */
  public Msg averagedPerToken() {
    return new Msg(weight, wholeTexts, Average.TOKEN);
  }

  /** A copy that is left out before a step, counted from 1. */
  public Msg from(int step) {
    return new Msg(weight.startingAt(step), wholeTexts, average);
  }

  /** A copy with another weight from a step on, after earlier changes; 0 switches it off. */
  public Msg then(int step, double next) {
    return new Msg(weight.then(step, next), wholeTexts, average);
  }

  @Override
  public String name() {
    return "msg";
  }

  @Override
  public RequestedViews views() {
    return RequestedViews.spans(wholeTexts);
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    List<int[]> spans = views.masked().stream().map(Msg::asked).toList();
    int texts = (int) spans.stream().filter(each -> each.length > 0).count(); // T
    int all = spans.stream().mapToInt(each -> each.length).sum(); // |S|
    List<RequestedOutputs.Prediction> predictions = new ArrayList<>(all);
    for (int i = 0; i < spans.size(); i++) {
      int[] ofText = spans.get(i);
      long counted = average == Average.TEXT ? (long) texts * ofText.length : all;
      for (int l : ofText) {
        int id = views.masked().get(i).tokens()[l];
        predictions.add(new RequestedOutputs.Prediction(i, l - 1, id, 1.0 / counted));
      }
    }
    return RequestedOutputs.ofPredictions(predictions, average == Average.TEXT ? texts : all);
  }

  private static int[] asked(MaskedView view) {
    return IntStream.range(1, view.tokens().length).filter(l -> view.span()[l]).toArray();
  }
}
