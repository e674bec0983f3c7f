package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import magnet.Magnet;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ground of the other tests here: work is done in other processes, by PyTorch. */
class LocalClusterTest {

  @Test
  void twoProcessesEmbedBesideThisOne(@TempDir Path folder) {
    try (LocalCluster cluster = new LocalCluster(folder, 2)) {
      JavaSparkContext context = new JavaSparkContext(cluster.spark().sparkContext());
      List<String> found =
          context
              .parallelize(List.of(1, 2, 3, 4), 4)
              .map(
                  each -> {
                    try (Magnet model = Magnet.load("pocket")) {
                      Thread.sleep(500); // so that one process does not take all tasks
                      return ProcessHandle.current().pid()
                          + " "
                          + model.embed("The cat naps.").vectors()[0].length;
                    }
                  })
              .collect();
      Set<String> processes = new HashSet<>(found);
      assertEquals(2, processes.size(), found::toString);
      assertFalse(found.get(0).startsWith(ProcessHandle.current().pid() + " "));
    }
  }
}
