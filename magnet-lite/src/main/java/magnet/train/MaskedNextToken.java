package magnet.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Masked next token prediction (BehnamGhader et al., "LLM2Vec", 2024; MAGNET's first objective):
 * recover masked context tokens from both sides.
 *
 * <p>The output of the token before a masked one names it, as a decoder was pretrained to do. Which
 * tokens are masked is decided where views are built ({@link Masking}). The loss is the mean over
 * all masked tokens of the batch.
 *
 * <p>Beside the other objectives: {@link SpanGeneration} asks for span tokens of the same view,
 * {@link Contrastive} for whole texts.
 */
public record MaskedNextToken() implements TrainingObjective {

  @Override
  public String name() {
    return "mntp";
  }

  @Override
  public View view() {
    return View.MASKS;
  }

  @Override
  public Demand demand(ViewBatch views) {
    int all = views.masked().stream().mapToInt(view -> view.masked().length).sum();
    List<Demand.Prediction> predictions = new ArrayList<>(all);
    for (int i = 0; i < views.masked().size(); i++) {
      MaskedView view = views.masked().get(i);
      for (int token : view.masked()) {
        predictions.add(new Demand.Prediction(i, token - 1, view.tokens()[token], 1.0 / all));
      }
    }
    return Demand.ofPredictions(predictions);
  }
}
