package magnet.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.Norm;
import magnet.model.family.Shapes;

/** Small models of every family whose weights are all random: norms and biases too. */
public final class RandomModels {

  static final int VOCABULARY = 50;

  private RandomModels() {}

  /** The families that there are, by name. */
  public static Stream<String> families() {
    return DecoderFamily.ALL.stream().map(DecoderFamily::modelType);
  }

  /** Those that may have a sliding window. */
  static Stream<String> windowedFamilies() {
    return DecoderFamily.ALL.stream()
        .filter(DecoderFamily::hasSlidingWindow)
        .map(DecoderFamily::modelType);
  }

  /** A shape with two query heads to a key head, where the family can. */
  static Architecture architecture(String family, int layers) {
    Architecture of = Shapes.in(family, Architecture.llama(VOCABULARY, 32, 48, layers, 4, 2, 64));
    return of.slidingWindow() > 0 ? Shapes.withWindow(of, 64) : of;
  }

  /**
   * Trainable weights from which training begins less well than from {@link Decoder#untrained}:
   * matrices are normal with deviation 0.02, as Llama's, norms change nothing, biases are zero.
   */
  public static Decoder untrained(Architecture of, long seed) {
    float norm = of.decoderFamily().norm() == Norm.RMS_OFFSET ? 0 : 1;
    SplittableRandom random = new SplittableRandom(seed);
    return Decoder.of(
        of,
        place -> {
          float[] values = new float[(int) new Shape(place.shape()).size()];
          for (int i = 0; i < values.length; i++) {
            values[i] =
                switch (place.role()) {
                  case NORM -> norm;
                  case BIAS -> 0;
                  default -> (float) (random.nextGaussian() * 0.02);
                };
          }
          return values;
        },
        Device.cpu());
  }

  /** The same model for the same shape. */
  public static Decoder decoder(Architecture of) {
    SplittableRandom random = new SplittableRandom(3);
    try (Decoder fresh = untrained(of, 3)) {
      return Decoder.like(
          fresh,
          (owner, place) -> {
            NDArray start = fresh.weights().get(place);
            boolean matrix = start.getShape().dimension() == 2;
            float[] values = start.toFloatArray();
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (values[i] * (matrix ? 8 : 1) + 0.2 * random.nextGaussian());
            }
            return owner.create(values, new Shape(start.getShape().getShape()));
          });
    }
  }
}
