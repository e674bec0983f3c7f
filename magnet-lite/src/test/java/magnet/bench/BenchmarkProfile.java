package magnet.bench;

import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import magnet.io.AtomicFolder;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;

/**
 * Where the time of a task goes, by PyTorch's own profiler: {@code BenchmarkProfile SHAPE PRECISION
 * TASK...}, as in {@code BenchmarkProfile S float32 training embedding}. Prints for each task the
 * operations and functions of our kernels that take longest, without the time of those that they
 * call, as shares of the time that all take.
 */
public final class BenchmarkProfile {

  private static final int SHOWN = 10;

  private BenchmarkProfile() {}

  /**
   * Profiles.
   *
   * @param arguments shape, precision, tasks
   */
  public static void main(String[] arguments) throws IOException {
    BenchmarkShape shape = BenchmarkShape.of(arguments[0]);
    Path folder = Files.createTempDirectory("magnet-profile");
    try {
      Benchmark.write(shape, folder);
      Precision precision = Precision.of(arguments[1]);
      try (BenchmarkModel model =
          new BenchmarkModel(shape, folder, precision, TorchRuntime.device("cpu"))) {
        for (String name : List.of(arguments).subList(2, arguments.length)) {
          profile(model.task(name), shape, folder.resolve("trace.json"));
        }
      }
    } finally {
      AtomicFolder.delete(folder);
    }
  }

  private static void profile(BenchmarkTask task, BenchmarkShape shape, Path trace)
      throws IOException {
    for (int i = 0; i < shape.warmUp(); i++) {
      task.block().run();
    }
    JniUtils.startProfile(false, false, false);
    long start = System.nanoTime();
    for (int i = 0; i < shape.blocks(); i++) {
      task.block().run();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    JniUtils.stopProfile(trace.toString());
    Map<String, Double> own =
        ownMillis(JsonParser.parseString(Files.readString(trace)).getAsJsonArray());
    double all = own.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        "%s, shape %s, %s: %d blocks of %.0f ms; PyTorch's operations take %.0f %% of it%n",
        task.name(),
        shape.name(),
        task.precision(),
        shape.blocks(),
        millis / shape.blocks(),
        100 * all / millis);
    own.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(
            each ->
                System.out.printf("%6.1f %%  %s%n", 100 * each.getValue() / all, each.getKey()));
  }

  /** For each operation the time of its calls without that of the calls inside them. */
  static Map<String, Double> ownMillis(JsonArray events) {
    List<JsonObject> calls = new ArrayList<>();
    for (JsonElement each : events) {
      JsonObject event = each.getAsJsonObject();
      if (event.has("dur")) {
        calls.add(event);
      }
    }
    // Of calls that begin at once the longer one is outside.
    calls.sort(
        Comparator.comparingDouble(BenchmarkProfile::start)
            .thenComparing(Comparator.comparingDouble(BenchmarkProfile::end).reversed()));
    Map<String, Double> own = new HashMap<>();
    Map<String, Deque<JsonObject>> open = new HashMap<>(); // by thread, the innermost first
    for (JsonObject call : calls) {
      Deque<JsonObject> around =
          open.computeIfAbsent(call.get("tid").getAsString(), thread -> new ArrayDeque<>());
      while (!around.isEmpty() && end(around.peek()) <= start(call)) {
        around.pop();
      }
      double millis = (end(call) - start(call)) / 1000;
      if (!around.isEmpty()) {
        own.merge(around.peek().get("name").getAsString(), -millis, Double::sum);
      }
      own.merge(call.get("name").getAsString(), millis, Double::sum);
      around.push(call);
    }
    return own;
  }

  private static double start(JsonObject call) {
    return call.get("ts").getAsDouble(); // microseconds
  }

  private static double end(JsonObject call) {
    return start(call) + call.get("dur").getAsDouble();
  }
}
