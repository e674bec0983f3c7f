package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.model.LoraFactors;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.checkpoint.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging adds in float32 and rounds once, and its cost can be asked for. */
class MergeTest {

  private static final String TEXT = "the cat and the dog";
  private static final String WEIGHT = "model.layers.1.mlp.down_proj.weight";
  private static final LoraSlot A = new LoraSlot(1, "down_proj", 'A');
  private static final LoraSlot B = new LoraSlot(1, "down_proj", 'B');
  private static final int ROWS = 32;
  private static final int COLUMNS = 48;
  private static final int RANK = 3;
  private static final double SCALE = 2.5;

  @TempDir Path folder;

  @Test
  void weightsAreAddedInFloat32AndRoundedOnce() {
    Path checkpoint = TinyCheckpoint.in(folder.resolve("base"));
    Loading bfloat16 = Loading.auto().precision("bfloat16").device("cpu");
    try (Magnet base = Magnet.load(checkpoint, bfloat16);
        Magnet adapted = base.with(adapter(base));
        Magnet merged = adapted.merge()) {
      base.save(folder.resolve("plain"));
      merged.save(folder.resolve("merged"));
      Map<LoraSlot, float[]> factors = adapted.adapter().orElseThrow().factors();
      float[] before = weight("plain");
      float[] after = weight("merged");
      int unequal = 0;
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          double sum = before[row * COLUMNS + column];
          for (int r = 0; r < RANK; r++) {
            sum += SCALE * factors.get(B)[row * RANK + r] * factors.get(A)[r * COLUMNS + column];
          }
          float found = after[row * COLUMNS + column];
          assertEquals(sum, found, Math.abs(sum) / 256 + 1e-6, "half of a bfloat16's last place");
          unequal += found == rounded((float) sum) ? 0 : 1;
        }
      }
      assertTrue(unequal <= 3, unequal + " were rounded more than once");
      double cost = adapted.logitDifference(merged, TEXT);
      assertTrue(cost > 0 && cost < 0.1, "cost " + cost);
      assertTrue(cost < adapted.logitDifference(base, TEXT) / 5, "much less than what was learnt");
    }
  }

  @Test
  void inFloat32MergingCostsNothingThatCounts() {
    Path checkpoint = TinyCheckpoint.in(folder.resolve("base"));
    try (Magnet base = Magnet.load(checkpoint, Loading.auto().precision("float32"));
        Magnet adapted = base.with(adapter(base));
        Magnet merged = adapted.merge()) {
      assertEquals(0, adapted.logitDifference(merged, TEXT), 1e-4);
      assertEquals(0, base.logitDifference(adapted.withoutAdapter(), TEXT));
      assertThrows(IllegalStateException.class, merged::merge);
    }
  }

  @Test
  void mergingRunsNothingAndSaysNothing() {
    Path checkpoint = TinyCheckpoint.in(folder.resolve("base"));
    List<String> said = new ArrayList<>();
    try (Magnet base = Magnet.load(checkpoint, Loading.auto().precision("float32"));
        Magnet adapted = base.with(adapter(base))) {
      Notices.to(said::add);
      adapted.merge().close();
      assertEquals(List.of(), said);
      Notices.tell("a line");
      assertEquals(List.of("a line"), said);
    } finally {
      Notices.toErrorStream();
    }
  }

  private static Adapter adapter(Magnet base) {
    AdapterConfig config =
        new AdapterConfig(RANK, RANK * SCALE, 0, List.of("q_proj", "down_proj"), false);
    try (LoraFactors fresh = LoraFactors.fresh(config, base.decoder(), 1)) {
      SplittableRandom random = new SplittableRandom(9);
      Map<LoraSlot, float[]> factors = new LinkedHashMap<>(fresh.values());
      factors
          .values()
          .forEach(
              numbers -> {
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = (float) random.nextDouble(-0.3, 0.3);
                }
              });
      return new Adapter(config, factors);
    }
  }

  private float[] weight(String name) {
    try (SafetensorsFile file =
        SafetensorsFile.open(folder.resolve(name).resolve("model.safetensors"))) {
      ByteBuffer bytes = file.map(WEIGHT);
      float[] numbers = new float[ROWS * COLUMNS];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      }
      return numbers;
    }
  }

  /** The nearest bfloat16, to even where two are. */
  private static float rounded(float value) {
    int bits = Float.floatToRawIntBits(value);
    int last = bits >> 16 & 1;
    return Float.intBitsToFloat(bits + 0x7fff + last & 0xffff0000);
  }
}
