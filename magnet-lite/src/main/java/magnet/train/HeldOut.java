package magnet.train;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.model.LanguageModel;

/**
 * Measures all objectives of a run on text that it does not learn from, always with the same views.
 *
 * <p>The contrastive loss is that of batches as large as in training, so it compares within a run,
 * not between batch sizes; a last batch that is not full is left out unless it is the only one.
 */
final class HeldOut {

  /** Other views than training's, whatever its seed. */
  private static final long OTHER_CHANCE = 0x68656c646f757431L;

  private final Documents documents;
  private final Views views;
  private final List<TrainingObjective> objectives;
  private final int batch;

  HeldOut(Documents documents, Views views, List<TrainingObjective> objectives, int batch) {
    this.documents = documents;
    this.views = views.withSeed(OTHER_CHANCE);
    this.objectives = objectives;
    this.batch = Math.min(batch, documents.size());
  }

  /** The mean over batches of each objective's loss. */
  Map<String, Double> losses(LanguageModel model, ObjectivePass pass) {
    Set<View> wanted = EnumSet.noneOf(View.class);
    Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
    for (TrainingObjective objective : objectives) {
      wanted.add(objective.view());
      weights.put(objective, 1.0);
    }
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int first = 0; first + batch <= documents.size(); first += batch) {
      List<Document> texts = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        texts.add(documents.get(first + i));
      }
      try (NDManager scope = model.newScope()) {
        pass.evaluate(scope, views.of(texts, first, wanted), weights)
            .losses()
            .forEach(
                (name, loss) -> {
                  sums.merge(name, loss, Double::sum);
                  counts.merge(name, 1, Integer::sum);
                });
      }
    }
    sums.replaceAll((name, sum) -> sum / counts.get(name));
    return sums;
  }
}
