package magnet.infer;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import magnet.model.LanguageModel;

/** Groups texts of similar length, so that hardly any row of a batch ends in padding. */
public final class LengthBatches {

  /**
   * The fewest places of a batch on a CPU. What a layer makes of them is to stay in its caches:
   * sentences/s measured on one core, 6 layers of 288 in float32, 25 tokens a sentence: 109 at 256
   * places, 136 at 512, 122 at 1,024, 104 at 4,096, 78 at 8,192.
   */
  private static final int ON_CPU = 512;

  /**
   * The widest MLP of a narrow model, which wants more places on a CPU, or what a call costs
   * counts: 2,000 sentences of pocket (512 wide in its MLP) took 4.1 s at 512 places, 3.6 at 1,024,
   * 2.8 at 2,048, 3.2 at 4,096. SmolLM2-135M (1,536 wide) is fastest at 512; a model 768 wide is 5
   * % slower at 1,365 than at 512 in float32, and 3 % in bfloat16.
   */
  private static final int NARROW = 512;

  /** Numbers that the widest matrix of a layer of a narrow model may have on a CPU. */
  private static final int NUMBERS_ON_CPU = 1 << 20;

  /** Places of a batch on a GPU, which wants many at once. Not measured: chosen to be large. */
  private static final int ON_GPU = 16_384;

  private LengthBatches() {}

  /** The most places of a batch that go through a model at once, rows times the longest. */
  public static int places(LanguageModel model) {
    Device device = model.decoder().device();
    int width = model.architecture().intermediateSize();
    return !device.isGpu() && width <= NARROW ? NUMBERS_ON_CPU / width : places(device);
  }

  /** The most places of a batch on a device. */
  public static int places(Device device) {
    return device.isGpu() ? ON_GPU : ON_CPU;
  }

  /**
   * Indices of the texts, the longest first, cut into batches.
   *
   * @param lengths tokens of each text
   * @param places the most places of a batch, rows times the longest; a single text may have more
   */
  public static List<int[]> of(int[] lengths, int places) {
    return of(lengths, places, Integer.MAX_VALUE);
  }

  /** The same with at most this many texts in a batch, one at least. */
  public static List<int[]> of(int[] lengths, int places, int most) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -lengths[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      int rows = Math.max(1, Math.min(most, places / lengths[order[from]]));
      int to = Math.min(order.length, from + rows);
      batches.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return batches;
  }
}
