package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.eval.TextSpans;
import magnet.eval.Candidate;
import magnet.eval.CausalPerplexity;
import magnet.eval.InfillPerplexity;
import magnet.eval.Score;
import magnet.eval.Sts;
import magnet.eval.Task;
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

  /** As recipes/results/pocket-ablations has it: seed 1, or the mean of three within its spread. */
  @Test
  @Tag("slow")
  void theyMeasureAsRecorded() {
    List<PocketStory> tales = PocketWorld.tales(Split.TEST, 150, 1);
    Task texts = new CausalPerplexity("texts", tales.stream().map(PocketStory::toString).toList());
    Task gaps =
        new InfillPerplexity(
            "gaps", TextSpans.middleSentences(PocketWorld.stories(Split.TEST, 100, 1)));
    Task pairs = new Sts("pairs", PocketWorld.sts(Split.TEST, 400, 1));
    Map<String, Double> found = new HashMap<>();
    try (Magnet base = Magnet.load(EmbeddedModel.NAME);
        Magnet control = base.with(Adapter.pocket("causal-control"));
        Magnet llm2vec = base.with(Adapter.pocket("llm2vec"));
        Magnet magnet = base.with(Adapter.pocket())) {
      for (Candidate each :
          List.of(
              Candidates.causal("base", base),
              Candidates.causal("control", control),
              Candidates.bidirectional("llm2vec", llm2vec),
              Candidates.magnet("magnet", magnet))) {
        for (Task task : List.of(texts, gaps, pairs)) {
          for (Score score : task.measure(each)) {
            found.put(task.name() + " " + score.title() + " " + each.name(), score.value());
          }
        }
      }
    }
    System.out.println(new java.util.TreeMap<>(found));
  }
}
