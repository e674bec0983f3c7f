package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.kernel.TorchRuntime;
import magnet.train.TrainingRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a GPU: the library's numbers are those of the CPU, in float32 and in bfloat16. */
@Tag("gpu")
class GpuNumbersTest {

  private static final String TEXT = "Tom asked Eva about his red ball. She had it.";

  /** Vectors of what one device computed, by name, and what it wrote. */
  private record Numbers(Map<String, float[]> vectors, List<String> texts) {}

  private static Numbers of(Magnet base, Adaptation training) {
    try (Magnet model = base.with(Adapter.pocket());
        Magnet small = base.withInt8Decoding();
        Magnet trained = training.train()) {
      int[] tokens = model.encode(TEXT);
      boolean[] span = new boolean[tokens.length];
      Arrays.fill(span, 4, 7, true);
      List<Double> losses = new ArrayList<>();
      for (TrainingRow row : trained.history().rows()) {
        losses.addAll(row.losses().values());
      }
      return new Numbers(
          Map.of(
              "hybrid logits",
              flat(model.logits(tokens, AttentionPattern.hybrid(span))),
              "causal logits",
              flat(model.logits(tokens, AttentionPattern.causal(tokens.length))),
              "sentences",
              flat(model.embed(TEXT, "It rains.").vectors()),
              "likelihoods",
              new float[] {
                (float) model.perplexity(TEXT), (float) small.perplexity(TEXT),
              },
              "losses",
              floats(losses)),
          List.of(
              model.generate("One day,", Generating.tokens(16)).text(),
              model.infill("Tom lost his ___.", Infilling.tokens(1, 3)).best()));
    }
  }

  private static Numbers on(String device, String precision, boolean recompute) {
    Loading how = Loading.auto().precision(precision).device(device);
    try (Magnet base = Magnet.load("pocket", how)) {
      return of(
          base,
          Magnet.adapt(base)
              .on(Corpus.pocket().limit(64))
              .steps(4)
              .batch(8)
              .accumulate(2)
              .seed(7)
              .recompute(recompute)
              .quiet());
    }
  }

  @ParameterizedTest
  @CsvSource({"float32, false, 1e-3", "float32, true, 1e-3", "bfloat16, false, 2e-2"})
  void areThoseOfTheCpu(String precision, boolean recompute, double tolerance) {
    assumeTrue(
        TorchRuntime.choice().startsWith("gpu"), () -> "there is no GPU: " + TorchRuntime.choice());
    assertNear(on("cpu", precision, false), on("gpu", precision, recompute), tolerance, precision);
  }

  private static void assertNear(
      Numbers expected, Numbers found, double tolerance, String precision) {
    expected
        .vectors()
        .forEach(
            (name, numbers) -> {
              double off = relative(numbers, found.vectors().get(name));
              assertTrue(off <= tolerance, name + " are off by " + off);
            });
    if (precision.equals("float32")) { // fewer digits may choose another token
      assertEquals(expected.texts(), found.texts());
    }
  }

  private static double relative(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - found[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
    }
    return all;
  }

  private static float[] floats(List<Double> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }
}
