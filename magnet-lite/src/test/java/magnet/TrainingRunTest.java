package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.TokenBatch;
import magnet.model.TrainingMemory;
import magnet.train.Training;
import magnet.train.TrainingFit;
import magnet.train.TrainingSettings;
import magnet.train.ViewBatch;
import org.junit.jupiter.api.Test;

/** A training that takes more than is free says so before it begins. */
class TrainingRunTest {

  @Test
  void whatDoesNotFitIsToldWithAdvice() {
    List<Objective> objectives = List.of(Objective.mntp(1), Objective.sscl(1), Objective.msg(1));
    Corpus corpus = Corpus.pocket();
    try (Magnet pocket = Magnet.load("pocket");
        LoraFactors lora = LoraFactors.fresh(Lora.standard().config(), pocket.decoder(), 1);
        LanguageModel model = LanguageModel.of(pocket.decoder(), lora)) {
      TrainingSettings settings =
          TrainingSettings.adaptation().batch(64).recompute(false).usualLearningRate(1e-3);
      TrainingRun run =
          new TrainingRun("test", model, pocket.frame(), corpus, objectives, settings);
      Training training =
          new Training(
              run.views(), corpus.documents(), Optional.empty(), List.copyOf(objectives), settings);
      assertEquals(Optional.empty(), run.tooLarge(training, 1L << 40));
      TrainingFit fit = run.fit(training);
      ViewBatch first =
          run.views()
              .of(
                  IntStream.range(0, 64).mapToObj(corpus.documents()::get).toList(),
                  0,
                  Training.requested(objectives));
      TokenBatch pass = TokenBatch.packed(first.sequences(), 0);
      assertEquals(pass.rows(), fit.batch() * fit.rows(), "as the first batch");
      assertEquals(pass.length(), fit.tokens());
      TrainingMemory memory = fit.memory();
      // What suffices with recomputed layers: how much that is depends on the machine's precision.
      String told = run.tooLarge(training, memory.ofBatch(true)).orElseThrow();
      assertTrue(told.matches("This training takes about .* of memory \\(weights .*"), told);
      assertTrue(told.contains("it may fail or be very slow"), told);
      assertTrue(told.contains("recomputing layers ("), told);
      assertTrue(told.contains("batch "), told);
      assertEquals(Optional.empty(), run.tooLarge(training, memory.ofBatch(false)), "to the byte");
      assertTrue(run.tooLarge(training, memory.ofBatch(false) - 1).isPresent());
    }
  }
}
