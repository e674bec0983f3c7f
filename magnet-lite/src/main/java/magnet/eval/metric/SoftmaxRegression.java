package magnet.eval.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import magnet.data.Order;
import magnet.kernel.HostCopy;
import magnet.kernel.ProbeKernel;
import magnet.kernel.TorchRuntime;

/**
 * Linear classifiers of several settings, trained side by side: multinomial logistic regression on
 * standardised features, its weights and those of every other setting being columns of one matrix,
 * so that a step is one product for all of them.
 *
 * <p>Minimises the mean cross-entropy plus {@code l2 / 2} times the squared weights (not the bias)
 * by Adam (Kingma and Ba 2015) over minibatches, the learning rate falling to zero in a straight
 * line. Features are divided by their standard deviation on the training rows, since hidden states
 * have dimensions of very different size.
 */
public final class SoftmaxRegression implements AutoCloseable {

  /**
   * One way to train.
   *
   * @param step Adam's learning rate at the start, times the root of the dimensions: a step moves
   *     every weight, so the more there are the smaller it has to be
   * @param l2 weight of the penalty, 0 or more
   */
  public record Setting(double step, double l2) {}

  private static final int BATCH = 1024;
  private static final int EPOCHS = 10;
  private static final int FEWEST_STEPS = 300;

  /** Steps of one native call: enough to hide its cost, few enough to be stopped in between. */
  private static final int STEPS_AT_ONCE = 50;

  private final NDManager manager;
  private final ProbeKernel kernel;
  private final int dimensions;
  private final int classes;
  private final List<Setting> settings;
  private final NDArray mean; // [D]
  private final NDArray scale; // [D]: one by the standard deviation
  private final NDArray weights; // [D + 1, G * C]: the last row is the bias

  /**
   * Trains.
   *
   * @param features {@code [rows * dimensions]}, row after row
   * @param labels class of each row, from 0 to {@code classes - 1}
   * @param classes how many there are
   * @param settings each gives a classifier of its own
   * @param seed orders the rows
   */
  public SoftmaxRegression(
      float[] features, int[] labels, int classes, List<Setting> settings, long seed) {
    dimensions = features.length / labels.length;
    this.classes = classes;
    this.settings = settings;
    manager = TorchRuntime.newManager(Device.cpu());
    kernel = new ProbeKernel(manager);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      int[] order = Order.shuffled(labels.length, new SplittableRandom(seed));
      NDArray rows =
          manager
              .create(features, new Shape(labels.length, dimensions))
              .get(manager.create(order)); // [N, D]
      mean = rows.mean(new int[] {0});
      NDArray variance = rows.sub(mean).square().mean(new int[] {0});
      scale = variance.add(variance.eq(0)).sqrt().pow(-1);
      weights = manager.zeros(new Shape(dimensions + 1, (long) settings.size() * classes));
      long[] ordered = Arrays.stream(order).mapToLong(row -> labels[row]).toArray();
      train(standardised(rows), manager.create(ordered));
      NDScope.unregister(mean, scale, weights);
    }
  }

  /** {@code [N, D + 1]}: the last column is 1, for the bias. */
  private NDArray standardised(NDArray rows) {
    NDArray ones = manager.ones(new Shape(rows.getShape().get(0), 1));
    return rows.sub(mean).muli(scale).concat(ones, 1);
  }

  private void train(NDArray rows, NDArray labels) {
    int batches = (int) ((rows.getShape().get(0) + BATCH - 1) / BATCH);
    int total = Math.max(FEWEST_STEPS, EPOCHS * batches);
    double root = Math.sqrt(dimensions);
    NDArray rates = perColumn(settings.stream().mapToDouble(each -> each.step() / root).toArray());
    NDArray penalty = perColumn(settings.stream().mapToDouble(Setting::l2).toArray());
    NDArray notBias = manager.ones(new Shape(dimensions + 1, 1));
    notBias.set(new NDIndex("-1"), 0f);
    ProbeKernel.Task task =
        new ProbeKernel.Task(rows, labels, rates, notBias.mul(penalty)); // [D + 1, G * C]
    ProbeKernel.State state =
        new ProbeKernel.State(weights, weights.zerosLike(), weights.zerosLike());
    for (int from = 0; from < total; from += STEPS_AT_ONCE) {
      int to = Math.min(total, from + STEPS_AT_ONCE);
      kernel.fit(
          manager, task, state, new ProbeKernel.Steps(settings.size(), batches, from, to, total));
    }
  }

  /** A number a setting, {@code [1, G * C]}. */
  private NDArray perColumn(double[] ofSettings) {
    float[] values = new float[ofSettings.length * classes];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ofSettings[i / classes];
    }
    return manager.create(values, new Shape(1, values.length));
  }

  /**
   * Classifies rows.
   *
   * @param features {@code [rows * dimensions]}, row after row
   * @return the likeliest class of each row by each setting, {@code [settings][rows]}
   */
  public int[][] predict(float[] features) {
    int count = features.length / dimensions;
    int[][] classOf = new int[settings.size()][count];
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray rows = manager.create(features, new Shape(count, dimensions));
      NDArray logits = standardised(rows).matMul(weights).reshape(count, settings.size(), classes);
      long[] likeliest = HostCopy.longs(logits.argMax(-1)); // [N, G]
      for (int row = 0; row < count; row++) {
        for (int setting = 0; setting < classOf.length; setting++) {
          classOf[setting][row] = (int) likeliest[row * classOf.length + setting];
        }
      }
    }
    return classOf;
  }

  @Override
  public void close() {
    manager.close();
  }
}
