package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TrainingMemory.Trained;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import magnet.train.TrainingFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time that is told before a training begins. */
class RunEstimateTest {

  private static final Architecture SMOLLM2 = Architecture.llama(49_152, 576, 1536, 30, 9, 3, 2048);

  /** The share of the tokens that is predicted where all three objectives are trained. */
  private static final double MIXED = 0.25;

  private static TrainingFit fit(
      Architecture of, Precision precision, Quantisation base, boolean gpu, boolean recompute) {
    AdapterConfig lora = new AdapterConfig(16, 32, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    return new TrainingFit(
        new Trained(of, Optional.of(lora), precision, base, gpu),
        Optional.of(recompute),
        8,
        3,
        128);
  }

  private static double seconds(Precision precision, Quantisation base, boolean recompute) {
    return RunEstimate.secondsAToken(
        fit(SMOLLM2, precision, base, false, recompute), MIXED, 0, 150, 1);
  }

  /**
   * Trainings whose speed was recorded, with that of the matrix products meanwhile: the benchmark's
   * S and M on two cores, and SmolLM2 on one; the last as the causal control, which predicts every
   * token.
   */
  @ParameterizedTest
  @CsvSource({
    "32000, 288, 768, 6, 6, 6, FLOAT32, 147, 2, 0.25, 2673",
    "32000, 288, 768, 6, 6, 6, BFLOAT16, 400, 2, 0.25, 6174",
    "49152, 576, 1536, 12, 9, 3, BFLOAT16, 400, 2, 0.25, 1302",
    "49152, 576, 1536, 30, 9, 3, BFLOAT16, 153, 1, 0.25, 240",
    "49152, 576, 1536, 30, 9, 3, FLOAT32, 148, 1, 0.25, 200",
    "49152, 576, 1536, 30, 9, 3, FLOAT32, 152, 1, 1, 174"
  })
  void timeIsToldAsItWasTaken(
      int vocabulary,
      int hidden,
      int inner,
      int layers,
      int heads,
      int shared,
      Precision precision,
      double gigaflops,
      int cores,
      double predicted,
      double tokensPerSecond) {
    Architecture of = Architecture.llama(vocabulary, hidden, inner, layers, heads, shared, 2048);
    TrainingFit fit = fit(of, precision, Quantisation.NONE, false, false);
    double told = RunEstimate.secondsAToken(fit, predicted, 0, gigaflops, cores);
    assertEquals(1, told * tokensPerSecond, 0.1, 1 / told + " tokens/s are told");
  }

  /** 1.43 times was measured, in float32. */
  @Test
  void aLayerThatIsComputedTwiceIsReckonedTwice() {
    double plain = seconds(Precision.FLOAT32, Quantisation.NONE, false);
    double twice = seconds(Precision.FLOAT32, Quantisation.NONE, true);
    assertEquals(1.43, twice / plain, 0.1);
  }

  /** What its codes are made to is beside what a pass keeps. */
  @Test
  void aQuantisedBaseIsNotReckonedAsKept() {
    assertEquals(
        seconds(Precision.BFLOAT16, Quantisation.NONE, true),
        seconds(Precision.BFLOAT16, Quantisation.INT4, true));
  }

  /** Frozen weights have no gradients: two operations a weight on each way, not three. */
  @Test
  void aGpuIsReckonedByItsProducts() {
    Architecture of =
        Architecture.llama(32_000, 4096, 11_008, 32, 32, 32, 4096).withTiedEmbeddings(false);
    TrainingFit fit = fit(of, Precision.BFLOAT16, Quantisation.NONE, true, false);
    double seconds = RunEstimate.secondsAToken(fit, MIXED, 0, 790_000, 16);
    double layers = 32 * (4.0 * 4096 * 4096 + 3.0 * 4096 * 11_008);
    double share = 4 * layers / (seconds * 790e12);
    assertTrue(share > 0.4 && share < 0.45, share + " of the products' speed is of the layers");
  }
}
