package magnet.recipe.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.AttentionPattern;
import magnet.recipe.Curve;
import magnet.recipe.Recipe;
import magnet.recipe.RunFolder;
import magnet.recipe.RunResult;
import magnet.recipe.settings.ModelAttention;
import magnet.view.ChartFile;
import magnet.view.CurveChart;
import magnet.view.SimilarityHeatMap;
import org.knowm.xchart.internal.chartpart.Chart;

/** The pictures of a report, saved as PNG. */
public final class ReportCharts {

  private static final int MASK_TOKENS = 14;
  private static final int MASK_FROM = 5;
  private static final int MASK_TO = 9;

  /**
   * One picture.
   *
   * @param file where it was saved
   * @param caption what it shows, in a sentence
   */
  public record Picture(Path file, String caption) {}

  private final Recipe recipe;
  private final RunResult result;
  private final RunFolder folder;
  private final List<Picture> pictures = new ArrayList<>();

  private ReportCharts(Recipe recipe, RunResult result, RunFolder folder) {
    this.recipe = recipe;
    this.result = result;
    this.folder = folder;
  }

  /** Draws and saves all that there is to draw. */
  static List<Picture> save(Recipe recipe, RunResult result, RunFolder folder) {
    ReportCharts charts = new ReportCharts(recipe, result, folder);
    charts.curves();
    charts.losses();
    charts.similarities();
    charts.masks();
    return List.copyOf(charts.pictures);
  }

  private void add(String name, Chart<?, ?> chart, String caption) {
    pictures.add(
        new Picture(ChartFile.save(chart, folder.charts().resolve(name + ".png")), caption));
  }

  /**
   * A picture for each metric of each task that was looked at while training: the mean of the
   * seeds, and a band of their deviation.
   */
  private void curves() {
    Map<String, List<RunResult.Watched>> byTask =
        result.curves().stream()
            .filter(each -> !each.curve().isEmpty())
            .collect(groupingBy(RunResult.Watched::task, LinkedHashMap::new, toList()));
    byTask.forEach(
        (task, watched) -> {
          Map<String, Map<String, List<Curve>>> byMetric =
              watched.stream()
                  .collect(
                      groupingBy(
                          each -> each.curve().metric(),
                          LinkedHashMap::new,
                          groupingBy(
                              RunResult.Watched::candidate,
                              LinkedHashMap::new,
                              mapping(RunResult.Watched::curve, toList()))));
          String first = watched.get(0).curve().metric();
          byMetric.forEach(
              (metric, byName) ->
                  curve(
                      task,
                      metric.equals(first) ? "" : "-" + RunFolder.plain(metric),
                      metric,
                      byName));
        });
  }

  private void curve(
      String task, String ending, String metric, Map<String, List<Curve>> byCandidate) {
    String spread =
        recipe.hasSeveralSeeds()
            ? ": the mean of the seeds, and a band of a standard deviation to either side"
            : "";
    List<CurveChart.Line> lines = new ArrayList<>();
    byCandidate.forEach((name, curves) -> lines.add(Curve.mean(name, curves)));
    add(
        "curve-" + task + ending,
        CurveChart.of(metric + " while training", metric, lines),
        metric + " of the task " + task + ", measured while training" + spread + ".");
  }

  /** The losses of each variant's first seed. */
  private void losses() {
    List<String> drawn = new ArrayList<>();
    for (RunResult.Trained each : result.trainings()) {
      if (!drawn.contains(each.name()) && !each.history().rows().isEmpty()) {
        drawn.add(each.name());
        add(
            "losses-" + folder.slug(each.name(), Optional.empty()),
            each.history().chart(),
            "Losses of %s%s."
                .formatted(
                    each.name(), recipe.hasSeveralSeeds() ? " (seed " + each.seed() + ")" : ""));
      }
    }
  }

  /** A picture for each candidate, all with one scale of colours. */
  private void similarities() {
    Map<String, float[][]> found = new LinkedHashMap<>();
    result.samples().forEach((name, texts) -> found.put(name, texts.similarity()));
    found.values().removeIf(similarity -> similarity.length == 0);
    double low = SimilarityHeatMap.low(found.values());
    found.forEach(
        (name, similarity) ->
            add(
                "similarity-" + folder.slug(name, Optional.empty()),
                SimilarityHeatMap.of(
                    recipe.samples().sentences(),
                    (row, column) -> similarity[row][column],
                    "Cosine similarity by " + name,
                    low),
                "How alike %s finds the sentences: cosines, pooling last.".formatted(name)));
  }

  /** The one mask rule with no span, with one, and with nothing but one. */
  private void masks() {
    if (recipe.trainings().stream().anyMatch(each -> each.attention() == ModelAttention.HYBRID)) {
      boolean[] span = new boolean[MASK_TOKENS];
      Arrays.fill(span, MASK_FROM, MASK_TO, true);
      add(
          "mask-bidirectional",
          AttentionPattern.bidirectional(MASK_TOKENS).chart(),
          "Who may attend to whom where a text is embedded: every token to every one.");
      add(
          "mask-hybrid",
          AttentionPattern.hybrid(span).chart(),
          "The same rule while a span of four tokens is filled.");
      add(
          "mask-causal",
          AttentionPattern.causal(MASK_TOKENS).chart(),
          "The same rule where all is written: every token to those before it.");
    }
  }
}
