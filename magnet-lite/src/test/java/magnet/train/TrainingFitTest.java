package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TokenSequence;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import org.junit.jupiter.api.Test;

/** Whether the paper's training of 7 thousand million weights fits, and what would make it fit. */
class TrainingFitTest {

  private static final long GB = 1_000_000_000;

  private static TrainingFit fit(Quantisation base, Optional<Boolean> recompute, int batch) {
    return new TrainingFit(
        new Trained(
            Architecture.llama(32_000, 4096, 11_008, 32, 32, 32, 4096).withTiedEmbeddings(false),
            Optional.of(new AdapterConfig(16, 32, 0, List.of(AdapterConfig.ALL_LINEAR), false)),
            Precision.BFLOAT16,
            base,
            true),
        recompute,
        batch,
        3,
        512);
  }

  @Test
  void layersAreRecomputedWhereThePlainPassDoesNotFit() {
    TrainingFit batch = fit(Quantisation.NONE, Optional.empty(), 16);
    assertTrue(batch.recomputes(80 * GB));
    assertTrue(batch.fits(80 * GB));
    assertFalse(batch.recomputes(200 * GB));
    assertEquals(batch.memory().total(true), batch.needed(80 * GB));
    assertEquals(batch.memory().total(false), batch.needed(200 * GB));
    assertTrue(batch.on(80 * GB).startsWith("fits, its layers recomputed (2"), batch.on(80 * GB));
    assertTrue(batch.on(200 * GB).startsWith("fits (1"), batch.on(200 * GB));
    assertTrue(fit(Quantisation.INT8, Optional.empty(), 16).recomputes(1000 * GB), "always");
  }

  @Test
  void whoWantsNoRecomputationIsToldWhatItWouldGain() {
    TrainingFit plain = fit(Quantisation.NONE, Optional.of(false), 16);
    assertFalse(plain.fits(80 * GB));
    String remedies = plain.remedies(80 * GB);
    assertTrue(remedies.startsWith("recomputing layers (2"), remedies);
    assertTrue(remedies.contains(" or a base in int8 ("), remedies);
    assertTrue(remedies.contains(" or a base in int4 ("), remedies);
    assertTrue(remedies.endsWith(" would fit"), remedies);
  }

  @Test
  void onlyWhatFitsIsAdvised() {
    TrainingFit batch = fit(Quantisation.NONE, Optional.empty(), 16);
    String remedies = batch.remedies(21 * GB);
    assertFalse(remedies.contains("recomputing layers ("), "it is done already: " + remedies);
    assertTrue(remedies.contains("a base in int4"), remedies);
    assertTrue(remedies.contains("batch 8 with accumulate 2"), remedies);
    String small = batch.remedies(9 * GB);
    assertTrue(small.startsWith("a base in int4 and batch "), small);
    assertEquals(
        "only a smaller model, shorter texts or a larger machine would do", batch.remedies(3 * GB));
  }

  /** As a pass lays them out: the texts of a batch at a time, short views in a row together. */
  @Test
  void shortViewsShareARow() {
    Trained trained = fit(Quantisation.NONE, Optional.empty(), 2).trained();
    List<List<TokenSequence>> views =
        Stream.of(new int[] {8, 4, 4}, new int[] {8, 3, 5}, new int[] {10, 5, 5}, new int[] {6})
            .map(
                lengths ->
                    IntStream.of(lengths)
                        .mapToObj(length -> TokenSequence.bidirectional(new int[length]))
                        .toList())
            .toList();
    TrainingFit fit = TrainingFit.of(trained, Optional.empty(), 2, views);
    assertEquals(new TrainingFit(trained, Optional.empty(), 2, 2, 10), fit);
    assertEquals(
        new TrainingFit(trained, Optional.empty(), 9, 1.75, 10),
        TrainingFit.of(trained, Optional.empty(), 9, views),
        "what there is of a batch that is larger");
    TrainingFit half = new TrainingFit(trained, Optional.empty(), 3, 1.5, 10);
    assertEquals(TrainingMemory.of(trained, 5, 10), half.memory(), "whole rows");
    assertThrows(
        IllegalArgumentException.class,
        () -> TrainingFit.of(trained, Optional.empty(), 2, List.of()));
  }

  @Test
  void theBatchThatIsAdvisedFits() {
    for (long there : new long[] {18 * GB, 21 * GB}) {
      String remedies = fit(Quantisation.NONE, Optional.empty(), 16).remedies(there);
      int texts = Integer.parseInt(remedies.replaceAll(".*batch (\\d+) with.*", "$1"));
      assertTrue(
          fit(Quantisation.NONE, Optional.of(true), texts).fits(there), remedies + " in " + there);
      assertFalse(fit(Quantisation.NONE, Optional.of(true), 2 * texts).fits(there), "half of it");
    }
  }
}
