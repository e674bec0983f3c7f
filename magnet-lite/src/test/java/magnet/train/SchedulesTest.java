package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.tracker.Tracker;
import org.junit.jupiter.api.Test;

/** Weights and step sizes over the steps. */
class SchedulesTest {

  @Test
  void aWeightHoldsUntilTheNextChange() {
    Schedule schedule = Schedule.constant(3).startingAt(100).then(200, 0.5);
    assertEquals(0, schedule.at(99));
    assertEquals(3, schedule.at(100));
    assertEquals(3, schedule.at(199));
    assertEquals(0.5, schedule.at(200));
    assertEquals("3.0 from step 100, 0.5 from step 200", schedule.toString());
  }

  @Test
  void stepsMustRiseAndWeightsMustNotBeNegative() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(1).then(5, 1).then(5, 2));
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(-1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> Schedule.constant(1).then(5, 1).startingAt(3));
  }

  @Test
  void theRateRisesThenFallsAndNoStepIsWasted() {
    for (LearningRate.Decay decay : LearningRate.Decay.values()) {
      Tracker rate = new LearningRate(1e-3, 4, decay).tracker(20);
      assertEquals(0.25e-3, rate.getNewValue(1), 1e-8, "the first step");
      assertEquals(1e-3, rate.getNewValue(4), 1e-8, "the peak");
      double last = rate.getNewValue(20);
      assertTrue(last > 0, "the last step");
      if (decay == LearningRate.Decay.CONSTANT) {
        assertEquals(1e-3, last, 1e-8);
      } else {
        assertTrue(last < 0.1e-3);
        for (int step = 5; step <= 20; step++) {
          assertTrue(rate.getNewValue(step) < rate.getNewValue(step - 1));
        }
      }
    }
    assertEquals(
        0.5e-3,
        new LearningRate(1e-3, 0, LearningRate.Decay.LINEAR).tracker(20).getNewValue(11),
        1e-8);
    assertEquals(
        0.5e-3,
        new LearningRate(1e-3, 0, LearningRate.Decay.COSINE).tracker(20).getNewValue(11),
        1e-8);
    assertEquals(
        1e-3, new LearningRate(1e-3, 0, LearningRate.Decay.COSINE).tracker(1).getNewValue(1), 1e-8);
  }

  @Test
  void impossibleRatesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new LearningRate(0, 0, LearningRate.Decay.LINEAR));
    IllegalArgumentException tooLong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LearningRate(1e-3, 9, LearningRate.Decay.LINEAR).tracker(9));
    assertTrue(tooLong.getMessage().contains("9 steps"), tooLong.getMessage());
  }
}
