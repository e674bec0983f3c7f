package magnet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Missing span generation (MAGNET's third objective): each span token from all context and the span
 * tokens before it. Where a whole text is the span this is causal language modelling.
 *
 * <p>The output of the token before a span token names it; there is no loss on context. A span at a
 * text's first token would have no such output: the first token is never asked for.
 *
 * @param averaging what counts the same in the loss
 */
public record SpanGeneration(Averaging averaging) implements TrainingObjective {

  /** What counts the same. */
  public enum Averaging {
    /**
     * Each text: the mean over its span tokens first, then over texts. Ours: where whole texts are
     * spans, their many tokens would drown the short spans of the others.
     */
    PER_TEXT,
    /** Each span token of the batch: the mean of language modelling. */
    PER_TOKEN
  }

  @Override
  public String name() {
    return "msg";
  }

  @Override
  public View view() {
    return View.SPANS;
  }

  @Override
  public Demand demand(ViewBatch views) {
    List<int[]> targets = views.masked().stream().map(SpanGeneration::targets).toList();
    long texts = targets.stream().filter(each -> each.length > 0).count();
    long all = targets.stream().mapToLong(each -> each.length).sum();
    List<Demand.Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      int[] ofText = targets.get(i);
      double share =
          averaging == Averaging.PER_TEXT ? 1.0 / (texts * Math.max(1, ofText.length)) : 1.0 / all;
      for (int token : ofText) {
        int id = views.masked().get(i).tokens()[token];
        predictions.add(new Demand.Prediction(i, token - 1, id, share));
      }
    }
    return Demand.ofPredictions(predictions);
  }

  private static int[] targets(MaskedView view) {
    return IntStream.range(1, view.tokens().length).filter(t -> view.span()[t]).toArray();
  }
}
