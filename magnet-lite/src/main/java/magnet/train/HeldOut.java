package magnet.train;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.Documents;

/**
 * Measures all objectives of a run on text that it does not learn from, always with the same views.
 * A loss is the mean over all examples of all batches.
 *
 * <p>The contrastive loss is that of batches as large as in training, so it compares within a run,
 * not between batch sizes; a last batch that is not full is left out unless it is the only one.
 */
final class HeldOut {

  /** Views other than those of training, whatever the seed. */
  private static final long OTHER_CHANCE = 0x68656c646f757431L;

  private final Documents documents;
  private final Views views;
  private final Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
  private final RequestedViews wanted;
  private final int size;

  HeldOut(Documents documents, Training training) {
    this.documents = documents;
    views = training.views().withSeed(OTHER_CHANCE);
    training.objectives().forEach(objective -> weights.put(objective, 1.0));
    wanted = Training.requested(training.objectives());
    size = Math.min(training.settings().batch(), documents.size());
  }

  /** Each objective's loss. */
  Map<String, Double> losses(ObjectivePass pass) {
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int first = 0; first + size <= documents.size(); first += size) {
      List<Document> texts = IntStream.range(first, first + size).mapToObj(documents::get).toList();
      ViewBatch batch = views.of(texts, first, wanted);
      try (NDManager scope = pass.model().newScope()) {
        Map<String, Double> losses = pass.evaluate(scope, batch, weights).losses();
        for (TrainingObjective each : weights.keySet()) {
          int examples = each.outputs(batch).examples();
          if (examples > 0) {
            sums.merge(each.name(), losses.get(each.name()) * examples, Double::sum);
            counts.merge(each.name(), examples, Integer::sum);
          }
        }
      }
    }
    sums.replaceAll((name, sum) -> sum / counts.get(name));
    return sums;
  }
}
