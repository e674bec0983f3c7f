package magnet.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import magnet.model.family.Architecture;
import magnet.model.family.LayerTensor;
import magnet.model.family.Norm;
import magnet.model.family.WeightPlace;

/**
 * Fresh weights from which a model learns to copy within minutes: mimetic initialisation (Trockman
 * and Kolter 2023, arXiv 2305.09828).
 *
 * <p>Attention begins where training would bring it. The output projection of a layer is β times
 * the transpose of its value projection, so that both together are β times the identity, or times a
 * projection where heads share their values: what a head looks at is copied. Query and key of a
 * head begin alike, so that a token looks at tokens like itself. From small independent weights a
 * small model finds neither within millions of tokens: in our trials a name that had been read
 * before was as surprising as a new one.
 *
 * <p>The sizes are ours, by trials on stories of the pocket world: β 0.15; queries and keys of a
 * root mean square of 0.7 on inputs of 1; embeddings of deviation 0.05. The matrices of the
 * feed-forward layer are normal with deviation 0.02, as Llama's; norms change nothing, biases are
 * zero.
 */
final class MimeticWeights {

  private static final double OUTPUT_SHARE = 0.15;
  private static final double QUERY_SIZE = 0.7;
  private static final double EMBEDDING_DEVIATION = 0.05;
  private static final double DEVIATION = 0.02;

  private final Architecture architecture;
  private final List<WeightPlace> places;
  private final RandomGenerator random;
  private float[] queryKeyValue;

  /** Weights of a shape; the same seed gives the same weights. */
  MimeticWeights(Architecture architecture, long seed) {
    this.architecture = architecture;
    this.places = WeightPlace.all(architecture);
    this.random = new SplittableRandom(seed);
  }

  /**
   * The numbers of one place, row by row. Places are asked for in their order: an output projection
   * follows from the values before it.
   */
  float[] of(WeightPlace place) {
    LayerTensor tensor = tensor(place);
    if (tensor == LayerTensor.QUERY_KEY_VALUE) {
      queryKeyValue = queryKeyValue();
      return queryKeyValue;
    }
    if (tensor == LayerTensor.OUTPUT) {
      return output();
    }
    int size = Math.toIntExact(new Shape(place.shape()).size());
    return switch (place.role()) {
      case NORM -> norms(size);
      case BIAS -> new float[size];
      case TABLE -> normal(size, EMBEDDING_DEVIATION);
      default -> normal(size, DEVIATION);
    };
  }

  private LayerTensor tensor(WeightPlace place) {
    int index = places.indexOf(place) - WeightPlace.BEFORE_LAYERS;
    return index < 0 ? null : LayerTensor.values()[index % WeightPlace.PER_LAYER];
  }

  /**
   * {@code [(heads + 2 · heads of keys) · size of a head, hidden]}: queries, keys and values of all
   * heads below one another.
   */
  private float[] queryKeyValue() {
    int hidden = architecture.hiddenSize();
    int heads = architecture.heads() * architecture.headSize() * hidden;
    int shared = architecture.keyValueHeads() * architecture.headSize() * hidden;
    float[] all = new float[heads + 2 * shared];
    float[] alike = normal(shared, QUERY_SIZE / Math.sqrt(hidden));
    float[] values = orthogonal(shared / hidden, hidden);
    int one = architecture.headSize() * hidden;
    for (int i = 0; i < heads; i++) {
      all[i] =
          alike[keyHead(i / one) * one + i % one] + (float) (random.nextGaussian() * DEVIATION);
    }
    for (int i = 0; i < shared; i++) {
      all[heads + i] = alike[i] + (float) (random.nextGaussian() * DEVIATION);
    }
    System.arraycopy(values, 0, all, heads + shared, shared);
    return all;
  }

  /** The head of keys and values that a head of queries uses. */
  private int keyHead(int head) {
    return head / (architecture.heads() / architecture.keyValueHeads());
  }

  /**
   * {@code [hidden, heads · size of a head]}: β times the values, turned, shared by their heads.
   */
  private float[] output() {
    int hidden = architecture.hiddenSize();
    int size = architecture.headSize();
    int columns = architecture.heads() * size;
    int values = queryKeyValue.length - architecture.keyValueHeads() * size * hidden;
    double share = OUTPUT_SHARE * architecture.keyValueHeads() / architecture.heads();
    float[] output = new float[hidden * columns];
    for (int row = 0; row < hidden; row++) {
      for (int column = 0; column < columns; column++) {
        int value = keyHead(column / size) * size + column % size;
        output[row * columns + column] =
            (float) (share * queryKeyValue[values + value * hidden + row]);
      }
    }
    return output;
  }

  /**
   * {@code [rows, columns]}: rows of length 1, each at right angles to the others of its block of
   * as many rows as columns (Gram and Schmidt).
   */
  private float[] orthogonal(int rows, int columns) {
    float[] all = normal(rows * columns, 1);
    for (int row = 0; row < rows; row++) {
      for (int other = row - row % columns; other < row; other++) {
        add(all, row, -product(all, row, other, columns), other, columns);
      }
      double length = Math.sqrt(product(all, row, row, columns));
      for (int i = 0; i < columns; i++) {
        all[row * columns + i] /= (float) length;
      }
    }
    return all;
  }

  private static double product(float[] all, int row, int other, int columns) {
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      sum += all[row * columns + i] * all[other * columns + i];
    }
    return sum;
  }

  private static void add(float[] all, int row, double factor, int other, int columns) {
    for (int i = 0; i < columns; i++) {
      all[row * columns + i] += (float) (factor * all[other * columns + i]);
    }
  }

  private float[] norms(int size) {
    float[] numbers = new float[size];
    Arrays.fill(numbers, architecture.decoderFamily().norm() == Norm.RMS_OFFSET ? 0 : 1);
    return numbers;
  }

  private float[] normal(int size, double deviation) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (random.nextGaussian() * deviation);
    }
    return numbers;
  }
}
