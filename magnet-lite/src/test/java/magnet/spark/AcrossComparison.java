package magnet.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import magnet.Adaptation;
import magnet.Corpus;
import magnet.History;
import magnet.Magnet;
import magnet.Objective;
import magnet.cluster.Cluster;
import magnet.cluster.Outer;

/**
 * What four workers learn in n steps each, beside one in n and one in 4n: {@code AcrossComparison
 * 200 50 1 2} makes the table of SPARK.md for n = 200, with 50 local steps and the seeds 1 and 2.
 * The workers take turns in this process; on a cluster they learn the same, as the tests show.
 */
public final class AcrossComparison {

  private static final int WORKERS = 4;
  private static final int HELD_OUT = 64;

  private AcrossComparison() {}

  /**
   * Trains and prints a table in Markdown.
   *
   * @param arguments n, local steps, and seeds
   */
  public static void main(String[] arguments) {
    int steps = Integer.parseInt(arguments[0]);
    Cluster four = Cluster.here().workers(WORKERS).localSteps(Integer.parseInt(arguments[1]));
    Map<String, List<History>> runs = new LinkedHashMap<>();
    try (Magnet base = Magnet.load("pocket")) {
      Map<String, Adaptation> all = new LinkedHashMap<>();
      all.put("1 worker x n", run(base, steps));
      all.put(
          "4 workers x n, `Outer.nesterov(0.7, 0.9)`",
          run(base, steps).across(four.outer(Outer.nesterov(0.7, 0.9))));
      all.put("1 worker x 4n", run(base, WORKERS * steps));
      all.put(
          "4 workers x n, `Outer.averaging()`",
          run(base, steps).across(four.outer(Outer.averaging())));
      List<Long> seeds =
          List.of(arguments).subList(2, arguments.length).stream().map(Long::valueOf).toList();
      all.forEach(
          (name, adaptation) ->
              runs.put(name, seeds.stream().map(seed -> learnt(name, adaptation, seed)).toList()));
    }
    System.out.println("\n| held-out loss | MNTP | SSCL | MSG |\n|---|---:|---:|---:|");
    List<History> any = runs.values().iterator().next();
    System.out.println(row("before training", any.stream().map(each -> losses(each, 0)).toList()));
    runs.forEach(
        (name, histories) ->
            System.out.println(
                row(
                    name,
                    histories.stream()
                        .map(each -> losses(each, each.rows().size() - 1))
                        .toList())));
  }

  private static Adaptation run(Magnet base, int steps) {
    Corpus stories = Corpus.pocket();
    double share = HELD_OUT / (double) stories.size();
    return Magnet.adapt(base)
        .on(stories.withoutHeldOut(share))
        .heldOut(stories.heldOut(share))
        .objectives(Objective.mntp(1), Objective.sscl(0.2), Objective.msg(3))
        .learningRate(3e-3)
        .steps(steps)
        .batch(4)
        .maxTokens(64)
        .evaluateEvery(steps)
        .quiet();
  }

  private static History learnt(String name, Adaptation adaptation, long seed) {
    long begin = System.nanoTime();
    try (Magnet model = adaptation.seed(seed).train()) {
      System.out.printf(
          Locale.ROOT,
          "%s, seed %d: %s (%.0f s)%n",
          name,
          seed,
          losses(model.history(), model.history().rows().size() - 1),
          (System.nanoTime() - begin) / 1e9);
      return model.history();
    }
  }

  private static Map<String, Double> losses(History history, int row) {
    return history.rows().get(row).heldOut();
  }

  /** Means over the seeds, with each seed's own number behind where there are several. */
  private static String row(String name, List<Map<String, Double>> seeds) {
    return seeds.get(0).keySet().stream()
        .map(objective -> cell(seeds.stream().map(each -> each.get(objective)).toList()))
        .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
  }

  private static String cell(List<Double> losses) {
    double mean = losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    String each =
        losses.stream()
            .map(loss -> String.format(Locale.ROOT, "%.3f", loss))
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(Locale.ROOT, "%.3f", mean) + (losses.size() > 1 ? each : "");
  }
}
