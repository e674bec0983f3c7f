package magnet.model.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Expected frequencies: the rotary embedding of transformers 5.18 for the same settings. */
class RopeTest {

  private static final double LAST_BITS = 5e-7; // relative; the reference's own error, see Rope

  @Test
  void plainFrequenciesEqualTransformers() {
    assertFrequencies(
        new Rope(10_000).inverseFrequencies(20),
        1f,
        0.398107171f,
        0.158489317f,
        0.0630957261f,
        0.0251188632f,
        0.00999999978f,
        0.00398107059f,
        0.00158489333f,
        0.000630957307f,
        0.0002511887f);
    assertFrequencies(
        new Rope(1_000_000).inverseFrequencies(24),
        1f,
        0.316227764f,
        0.099999994f,
        0.0316227786f,
        0.00999999885f,
        0.0031622781f,
        0.00100000005f,
        0.000316227844f,
        9.99999684e-05f,
        3.16227743e-05f,
        1.00000034e-05f,
        3.16227693e-06f);
  }

  @Test
  void linearScalingEqualsTransformers() {
    assertFrequencies(
        new Rope(10_000, new RopeScaling.Linear(4), 1).inverseFrequencies(16),
        0.25f,
        0.079056941f,
        0.0250000004f,
        0.00790569466f,
        0.00249999994f,
        0.000790569466f,
        0.000250000012f,
        7.90569466e-05f);
  }

  @Test
  void llama3ScalingEqualsTransformersInAllThreeBands() {
    assertFrequencies(
        new Rope(10_000, new RopeScaling.Llama3(8, 1, 4, 64), 1).inverseFrequencies(16),
        1f,
        0.244384587f,
        0.0130422562f,
        0.00395284733f,
        0.00124999997f,
        0.000395284733f,
        0.000125000006f,
        3.95284733e-05f);
    float[] real =
        new Rope(500_000, new RopeScaling.Llama3(32, 1, 4, 8192), 1).inverseFrequencies(64);
    assertEquals(32, real.length);
    float[] around = {real[14], real[15], real[16], real[17], real[18], real[31]};
    assertFrequencies(
        around,
        0.00321144611f,
        0.00129054801f,
        0.000429556705f,
        9.70828623e-05f,
        1.94616387e-05f,
        9.41830649e-08f);
  }

  @Test
  void badNumbersAreNamed() {
    assertMessage("rope_theta is 0.0", () -> new Rope(0));
    assertMessage("factor of the rope scaling is -1.0", () -> new RopeScaling.Linear(-1));
    assertMessage(
        "high_freq_factor of the rope scaling \"llama3\" is 1.0",
        () -> new RopeScaling.Llama3(8, 1, 1, 64));
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static void assertFrequencies(float[] actual, float... expected) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], expected[i] * LAST_BITS, "frequency " + i);
    }
  }
}
