package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import magnet.Corpus;
import magnet.Magnet;
import magnet.Pretraining;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The property magnet.steps, which notebooks are tested with. */
class StepScaleTest {

  @AfterEach
  void asItWas() {
    System.clearProperty("magnet.steps");
  }

  @ParameterizedTest
  @CsvSource({"0.05, 300, 15", "0.05, 7, 1", "0.5, 0, 0", "1, 300, 300", "0.001, 1, 1"})
  void aShareOfTheStepsIsDoneButOneAtLeast(String share, int wanted, int done) {
    System.setProperty("magnet.steps", share);
    assertEquals(done, StepScale.steps(wanted));
  }

  @Test
  void progressSaysSo() {
    assertEquals("", StepScale.words());
    System.setProperty("magnet.steps", "0.05");
    assertEquals(" (rehearsed with 5.00 % of the steps)", StepScale.words());
  }

  @Test
  void aTrainingTakesItsShare() {
    System.setProperty("magnet.steps", "0.02");
    Pretraining some =
        Magnet.pretrain(Corpus.of(List.of("The cat naps.", "A dog runs."))).steps(100).quiet();
    try (Magnet model = some.train()) {
      assertEquals(2, model.history().steps());
      assertTrue(model.history().isComplete());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2", "few", "NaN"})
  void whatIsNoShareIsRefused(String given) {
    System.setProperty("magnet.steps", given);
    String message =
        assertThrows(IllegalArgumentException.class, () -> StepScale.steps(300)).getMessage();
    assertTrue(message.contains("magnet.steps is \"" + given + "\""), message);
  }
}
