package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import magnet.Fixtures;
import magnet.model.TrainingMemory.Trained;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import org.junit.jupiter.api.Test;

/**
 * The formula of what a training holds; {@link TrainingResidenceTest} holds it against a process.
 */
class TrainingMemoryTest {

  private static final Architecture LLAMA_7B =
      Architecture.llama(32_000, 4096, 11_008, 32, 32, 32, 4096).withTiedEmbeddings(false);

  private static AdapterConfig lora(String... targets) {
    return new AdapterConfig(16, 32, 0, List.of(targets), false);
  }

  private static TrainingMemory of(
      Architecture of, AdapterConfig lora, Precision precision, int rows, int tokens) {
    return TrainingMemory.of(
        new Trained(of, Optional.of(lora), precision, Quantisation.NONE, true), rows, tokens);
  }

  @Test
  void aLlamaIn7BKeepsWhatTheAuditMeasured() {
    TrainingMemory memory =
        of(LLAMA_7B, lora(AdapterConfig.ALL_LINEAR), Precision.BFLOAT16, 16, 512);
    long token = 32 * (24L * 4096 + 8L * 11_008);
    assertEquals(16 * 512 * token, memory.kept());
    assertEquals(48e9, memory.kept(), 2e9);
    assertEquals(13.5e9, memory.weights(), 0.1e9);
    assertEquals(40e6 * 16, memory.learnt(), 1e6 * 16, "40 million factors");
    long others = memory.weights() + memory.learnt() + memory.logits() + memory.runtime();
    assertEquals(others + memory.kept(), memory.total(false));
    assertEquals(others + memory.recomputed(), memory.total(true));
    assertEquals(34 * 16 * 512 * 4096L * 2 + memory.kept() / 32, memory.recomputed());
  }

  @Test
  void dropoutKeepsWhatIsDropped() {
    AdapterConfig dropping =
        new AdapterConfig(16, 32, 0.1, List.of(AdapterConfig.ALL_LINEAR), false);
    assertEquals(
        8L * 32 * 2 * (2 * 4096 + 2 * 4096 + 11_008),
        of(LLAMA_7B, dropping, Precision.BFLOAT16, 1, 8).kept()
            - of(LLAMA_7B, lora(AdapterConfig.ALL_LINEAR), Precision.BFLOAT16, 1, 8).kept());
  }

  @Test
  void aQuantisedBaseIsSmallAndMadeWholeAgain() {
    Trained whole =
        new Trained(
            LLAMA_7B,
            Optional.of(lora(AdapterConfig.ALL_LINEAR)),
            Precision.BFLOAT16,
            Quantisation.NONE,
            true);
    TrainingMemory plain = TrainingMemory.of(whole, 4, 64);
    TrainingMemory small = TrainingMemory.of(whole.over(Quantisation.INT4), 4, 64);
    assertEquals(
        Quantisation.INT4.bytes(LLAMA_7B, Precision.BFLOAT16), small.weights(), "by Quantisation");
    double layers = 2.0 * (LLAMA_7B.parameters() - 2 * 32_000 * 4096);
    assertEquals(layers, small.kept() - plain.kept(), 1e6);
    assertEquals(layers / 32, small.recomputed() - plain.recomputed(), 1e6);
  }

  /** All weights learn: each has a gradient and two means, and is counted as a weight already. */
  @Test
  void aModelOfItsOwnLearnsInAllItsWeights() {
    Trained all =
        new Trained(LLAMA_7B, Optional.empty(), Precision.FLOAT32, Quantisation.NONE, true);
    TrainingMemory memory = TrainingMemory.of(all, 1, 8);
    assertEquals(12 * LLAMA_7B.parameters(), memory.learnt());
    assertEquals(4 * LLAMA_7B.parameters(), memory.weights());
  }

  @Test
  void theFactorsAreThoseOfTheTargets() {
    TrainingMemory some = of(LLAMA_7B, lora("q_proj", "down_proj"), Precision.BFLOAT16, 1, 8);
    long slots = 2 * 4096 + 4096 + 11_008;
    assertEquals(16L * 32 * slots * 16, some.learnt());
    TrainingMemory all = of(LLAMA_7B, lora(AdapterConfig.ALL_LINEAR), Precision.BFLOAT16, 1, 8);
    assertEquals(8 * 32 * 2 * 4096, all.kept() - some.kept(), "the MLP's input in bfloat16");
    assertThrows(
        IllegalArgumentException.class,
        () -> of(LLAMA_7B, lora("c_attn"), Precision.BFLOAT16, 1, 8));
  }

  @Test
  void otherFamiliesHaveTheirOwnProjections() {
    for (String family : List.of("gpt2", "gpt_neox", "gemma2", "llama", "qwen3")) {
      Architecture shape = Architecture.read(Fixtures.of(family).folder());
      AdapterConfig all = lora(AdapterConfig.ALL_LINEAR);
      try (Decoder decoder = RandomModels.untrained(shape, 1);
          LoraFactors factors = LoraFactors.fresh(all, decoder, 1)) {
        long numbers = LoraArrays.of(factors).stream().mapToLong(each -> each.size()).sum();
        assertEquals(16 * numbers, of(shape, all, Precision.FLOAT32, 2, 8).learnt(), family);
      }
    }
  }

  @Test
  void cappedScoresAreHeldForEveryPairOfTokens() {
    Architecture capped = Architecture.read(Fixtures.of("gemma2").folder());
    AdapterConfig all = lora(AdapterConfig.ALL_LINEAR);
    long shorter = of(capped, all, Precision.FLOAT32, 8, 256).kept();
    long longer = of(capped, all, Precision.FLOAT32, 4, 512).kept();
    long pairs = 8L * 256 * 256 * capped.heads() * 2 * capped.layers() * Float.BYTES;
    assertEquals(pairs, longer - shorter, "as many tokens, twice the pairs");
    assertTrue(longer > 0);
  }
}
