package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import magnet.model.LanguageModel;
import magnet.model.LoraArrays;
import magnet.model.LoraFactors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory stays flat however long a model is trained. */
@Tag("slow")
class TrainingLeakTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int WARM = 100;
  private static final int STEPS = 300;

  /** One leaked gradient of a factor a step would be 14 x 2 x 200 arrays. */
  private static final long ALLOWED_KIB = 8 * 1024;

  private static long residentKib() {
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoHundredStepsLeaveNativeMemoryFlat() {
    Assumptions.assumeTrue(Files.exists(STATUS), "only Linux tells its resident memory");
    TreeMap<Integer, Long> resident = new TreeMap<>();
    TreeMap<Integer, Integer> arrays = new TreeMap<>();
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      NDManager ofLora = LoraArrays.of(lora).get(0).getManager();
      NDManager ofDecoder = tiny.decoder.head().getManager();
      TrainingLoop.Listener counts =
          (row, steps) -> {
            if (row.step() == WARM || row.step() == STEPS) {
              resident.put(row.step(), residentKib());
              arrays.put(
                  row.step(),
                  ofLora.getManagedArrays().size() + ofDecoder.getManagedArrays().size());
            }
          };
      tiny.loop(model, TinyModel.ALL, TinyModel.settings(STEPS), counts).run();
    }
    assertEquals(arrays.get(WARM), arrays.get(STEPS), "arrays that are still open");
    long grown = resident.get(STEPS) - resident.get(WARM);
    assertTrue(grown < ALLOWED_KIB, () -> "resident memory grew by " + grown + " KiB");
  }
}
