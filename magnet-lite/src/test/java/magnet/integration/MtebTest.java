package magnet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.Adapter;
import magnet.Encoding;
import magnet.Loading;
import magnet.Magnet;
import magnet.Peer;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.ScoredPairs;
import magnet.eval.Sts;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's mteb measures a model of ours, by the class that we give for it. */
@Tag("slow")
@Tag("peer")
class MtebTest {

  @Test
  void itsScoreIsThatOfOurOwnTask(@TempDir Path folder) throws IOException {
    List<ScoredPair> pairs = new ArrayList<>(PocketWorld.sts(Split.TEST, 40, 7));
    pairs.add(new ScoredPair("Bruno looked for his phone. ".repeat(200), "Smoke came out.", 0));
    Path file = folder.resolve("pairs.tsv");
    ScoredPairs.write(file, pairs);
    JsonObject scores =
        Peer.run(
            "mteb_task.py",
            Map.of(),
            System.getProperty("java.class.path"),
            file,
            "-a",
            "pocket",
            "--device",
            "cpu");
    try (Magnet base = Magnet.load("pocket", Loading.auto().device("cpu"));
        Magnet model = base.with(Adapter.pocket())) {
      Sts own = new Sts("pairs", pairs);
      float[][] vectors = model.encoder(Encoding.magnet().truncated()).encode(own.sentences());
      assertEquals(
          own.scores(vectors).get(0).value(), 100 * scores.get("Pairs").getAsDouble(), 0.05);
    }
    double retrieval = scores.get("MockRetrievalTask").getAsDouble();
    assertTrue(retrieval >= 0 && retrieval <= 1, "MockRetrievalTask: " + retrieval);
  }
}
