package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import magnet.model.family.Architecture;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights before training: attention says again what it looks at, and looks at what is alike. */
class MimeticWeightsTest {

  private static final int HIDDEN = 24;
  private static final int HEADS = 4;
  private static final int SIZE = 6;

  private static Architecture shape(int keyValueHeads) {
    return Architecture.llama(40, HIDDEN, 32, 2, HEADS, keyValueHeads, 16);
  }

  /** The numbers of a tensor of the second layer. */
  private static float[] layer(Architecture of, LayerTensor wanted) {
    MimeticWeights weights = new MimeticWeights(of, 3);
    List<WeightPlace> places = WeightPlace.all(of);
    float[] found = null;
    for (int i = 0; i < places.size(); i++) {
      float[] numbers = places.get(i).isEmpty() ? new float[0] : weights.of(places.get(i));
      if (i == WeightPlace.index(1, wanted)) {
        found = numbers;
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 1})
  void theOutputOfAllHeadsIsAShareOfWhatTheyLookAt(int keyValueHeads) {
    Architecture of = shape(keyValueHeads);
    float[] all = layer(of, LayerTensor.QUERY_KEY_VALUE);
    float[] output = layer(of, LayerTensor.OUTPUT);
    int values = (HEADS + keyValueHeads) * SIZE;
    // Output times values: with as many values as the model is wide this is 0.15 times the
    // identity; with fewer it is that on the directions that the values keep, and twice is as once.
    double[][] again = new double[HIDDEN][HIDDEN];
    for (int row = 0; row < HIDDEN; row++) {
      for (int column = 0; column < HIDDEN; column++) {
        for (int i = 0; i < HEADS * SIZE; i++) {
          int value = i / SIZE / (HEADS / keyValueHeads) * SIZE + i % SIZE;
          again[row][column] +=
              output[row * HEADS * SIZE + i] * all[(values + value) * HIDDEN + column] / 0.15;
        }
      }
    }
    for (int row = 0; row < HIDDEN; row++) {
      for (int column = 0; column < HIDDEN; column++) {
        double twice = 0;
        for (int i = 0; i < HIDDEN; i++) {
          twice += again[row][i] * again[i][column];
        }
        assertEquals(again[row][column], twice, 1e-5);
      }
    }
    double kept = 0;
    for (int i = 0; i < HIDDEN; i++) {
      kept += again[i][i];
    }
    assertEquals(keyValueHeads * SIZE, kept, 1e-4);
  }

  @Test
  void queriesBeginAsKeysDo() {
    float[] all = layer(shape(HEADS), LayerTensor.QUERY_KEY_VALUE);
    int one = HEADS * SIZE * HIDDEN;
    double both = 0;
    double queries = 0;
    double keys = 0;
    for (int i = 0; i < one; i++) {
      both += all[i] * all[one + i];
      queries += all[i] * all[i];
      keys += all[one + i] * all[one + i];
    }
    assertTrue(both / Math.sqrt(queries * keys) > 0.9);
    assertEquals(0.7, Math.sqrt(queries / one * HIDDEN), 0.1);
  }

  @Test
  void normsChangeNothingAndEmbeddingsAreWiderThanMatrices() {
    Architecture of = shape(HEADS);
    float[] ones = new float[HIDDEN];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, layer(of, LayerTensor.MLP_NORM));
    assertEquals(0.02, deviation(layer(of, LayerTensor.MLP_OUT)), 0.002);
    assertEquals(0.05, deviation(new MimeticWeights(of, 3).of(WeightPlace.all(of).get(0))), 0.005);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherOthers() {
    Architecture of = shape(HEADS);
    WeightPlace table = WeightPlace.all(of).get(0);
    float[] weights = new MimeticWeights(of, 3).of(table);
    assertArrayEquals(weights, new MimeticWeights(of, 3).of(table));
    assertFalse(Arrays.equals(weights, new MimeticWeights(of, 4).of(table)));
  }

  private static double deviation(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number * (double) number;
    }
    return Math.sqrt(sum / numbers.length);
  }
}
