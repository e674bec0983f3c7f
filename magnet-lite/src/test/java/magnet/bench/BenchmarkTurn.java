package magnet.bench;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;

/**
 * One turn of ours: some blocks of a task to warm up, then those that are timed. As a process of
 * its own it stands beside one of other classes, and is told as the Python peer's scripts are.
 */
public final class BenchmarkTurn {

  private BenchmarkTurn() {}

  /**
   * Prints the seconds of each block as JSON.
   *
   * @param arguments shape, checkpoint folder, precision, device, task
   */
  public static void main(String[] arguments) {
    BenchmarkShape shape = BenchmarkShape.of(arguments[0]);
    Precision precision = Precision.of(arguments[2]);
    try (BenchmarkModel model =
        new BenchmarkModel(
            shape, Path.of(arguments[1]), precision, TorchRuntime.device(arguments[3]))) {
      List<Double> seconds = seconds(model.task(arguments[4]), shape);
      System.out.println(new Gson().toJson(Map.of("seconds", seconds)));
    }
  }

  /** Seconds of each block that is timed. */
  static List<Double> seconds(BenchmarkTask task, BenchmarkShape shape) {
    for (int i = 0; i < shape.warmUp(); i++) {
      task.block().run();
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < shape.blocks(); i++) {
      long start = System.nanoTime();
      task.block().run();
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    return seconds;
  }
}
