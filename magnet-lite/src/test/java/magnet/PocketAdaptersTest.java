package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.eval.Candidate;
import magnet.eval.CausalPerplexity;
import magnet.eval.InfillPerplexity;
import magnet.eval.Score;
import magnet.eval.Sts;
import magnet.eval.Task;
import magnet.eval.TextSpans;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.pocket.PocketStory;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The adapters of the full recipe that ship with the embedded model, and their histories. */
class PocketAdaptersTest {

  @Test
  void eachHasTheHistoryOfAWholeTraining() {
    Map<String, List<String>> objectives =
        Map.of(
            "magnet", List.of("mntp", "sscl", "msg"),
            "causal-control", List.of("msg"),
            "llm2vec", List.of("mntp", "sscl"));
    assertEquals(objectives.keySet(), new HashSet<>(EmbeddedModel.VARIANTS));
    objectives.forEach(
        (variant, names) -> {
          History history = History.pocket(variant);
          assertEquals(1800, history.steps(), variant);
          assertTrue(history.isComplete(), variant);
          assertEquals(names, history.objectives(), variant);
          String first = names.get(0);
          double before = history.rows().get(0).heldOut().get(first);
          assertTrue(history.heldOutLoss(first).orElseThrow() < before, variant);
          assertTrue(history.table().column("tokens/s").countMissing() > 1800, "no speed is told");
        });
  }

  @Test
  void eachIsAnotherOfOneShape() {
    Set<Float> numbers = new HashSet<>();
    for (String variant : EmbeddedModel.VARIANTS) {
      Adapter adapter = Adapter.load("pocket/" + variant);
      assertEquals(Adapter.pocket().factors().keySet(), adapter.factors().keySet());
      numbers.add(adapter.factors().values().iterator().next()[0]);
    }
    assertEquals(3, numbers.size());
  }

  @Test
  void anotherNameIsRefusedWithThoseThatThereAre() {
    for (String name : List.of("LLM2Vec", "", "../model")) {
      String refused =
          assertThrows(IllegalArgumentException.class, () -> Adapter.pocket(name)).getMessage();
      assertTrue(refused.contains("\"" + name + "\"") && refused.contains("llm2vec"), refused);
      assertThrows(IllegalArgumentException.class, () -> History.pocket(name));
    }
    assertFalse(EmbeddedModel.VARIANTS.contains("pocket"));
  }

  /**
   * On fewer texts than recipes/results/pocket-ablations has, and in the same order: the control
   * stays what the base is, LLM2Vec embeds better and writes worse, MAGNET embeds and fills best.
   */
  @Test
  @Tag("slow")
  void theyMeasureAsRecorded() {
    List<PocketStory> tales = PocketWorld.tales(Split.TEST, 60, 1);
    Task texts = new CausalPerplexity("texts", tales.stream().map(PocketStory::toString).toList());
    Task blanks =
        new InfillPerplexity(
            "blanks", TextSpans.middleSentences(PocketWorld.stories(Split.TEST, 60, 1)));
    Task pairs = new Sts("pairs", PocketWorld.sts(Split.TEST, 200, 1));
    Map<String, double[]> recorded = new LinkedHashMap<>(); // base, control, LLM2Vec, MAGNET
    recorded.put("texts perplexity", new double[] {3.17, 3.13, 4.97, 3.43});
    recorded.put("blanks perplexity", new double[] {3.00, 2.96, 5.14, 2.20});
    recorded.put("blanks perplexity, left only", new double[] {3.00, 2.96, 5.14, 3.28});
    recorded.put("pairs Spearman (last)", new double[] {48.80, 55.87, 55.26, 80.80});
    recorded.put("pairs Spearman (mean)", new double[] {60.81, 59.48, 66.59, 69.65});
    try (Magnet base = Magnet.load(EmbeddedModel.NAME);
        Magnet control = base.with(Adapter.pocket("causal-control"));
        Magnet llm2vec = base.with(Adapter.pocket("llm2vec"));
        Magnet magnet = base.with(Adapter.pocket())) {
      List<Candidate> candidates =
          List.of(
              Candidates.causal("base", base),
              Candidates.causal("control", control),
              Candidates.bidirectional("LLM2Vec", llm2vec),
              Candidates.magnet("MAGNET", magnet));
      for (int i = 0; i < candidates.size(); i++) {
        Map<String, Double> found = new HashMap<>();
        for (Task task : List.of(texts, blanks, pairs)) {
          for (Score score : task.measure(candidates.get(i))) {
            found.put(task.name() + " " + score.title(), score.value());
          }
        }
        for (Map.Entry<String, double[]> each : recorded.entrySet()) {
          double expected = each.getValue()[i];
          String what = candidates.get(i).name() + ", " + each.getKey();
          assertEquals(expected, found.get(each.getKey()), 0.02 * expected, what);
        }
      }
    }
  }
}
