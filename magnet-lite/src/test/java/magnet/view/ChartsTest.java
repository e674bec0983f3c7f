package magnet.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.HeadlessException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.HeatMapStyler;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ChartsTest {

  @TempDir Path folder;

  private static Table history(int steps) {
    return Table.create(
        "history",
        IntColumn.create("step", IntStream.rangeClosed(1, steps).toArray()),
        DoubleColumn.create(
            "mntp", IntStream.range(0, steps).mapToDouble(i -> 3 + 4 * Math.exp(-i / 50.0))),
        DoubleColumn.create(
            "sscl", IntStream.range(0, steps).mapToDouble(i -> 2 * Math.exp(-i / 50.0))),
        StringColumn.create("note", steps));
  }

  private static XYChart losses(Table history, String... names) {
    return LineChart.of(history, "step", List.of(names), "Loss while training", "loss");
  }

  @Test
  void aSavedChartHasTwiceThePixelsOfItsSize() throws IOException {
    Path file = ChartFile.save(losses(history(40), "mntp"), folder.resolve("a/b.png"));
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(2 * 900, image.getWidth());
    assertEquals(2 * 520, image.getHeight());
  }

  @Test
  void chartsOfEachKindAreSavedForPrint() throws IOException {
    boolean[] span = {false, true, true};
    boolean[][] allowed = {{true, false, false}, {true, true, false}, {true, true, true}};
    for (Chart<?, ?> chart :
        List.of(
            losses(history(40), "mntp"),
            SimilarityHeatMap.of(List.of("a cat <3", "dogs"), (i, j) -> i == j ? 1 : 0.5f),
            AttentionPicture.of(allowed, span))) {
      String file = folder.resolve("print").resolve("c.svg").toString();
      String svg = Files.readString(ChartFile.save(chart, file));
      assertTrue(svg.contains("<svg") && svg.contains("</svg>"), svg);
      assertTrue(!svg.contains("<image"), "lines and letters, no pixels: " + chart.getTitle());
    }
  }

  @Test
  void anotherFormatOrAFolderThatCannotBeMadeIsRefused() throws IOException {
    XYChart chart = losses(history(3), "mntp");
    assertThrows(
        IllegalArgumentException.class, () -> ChartFile.save(chart, folder.resolve("a.jpg")));
    Path file = Files.createFile(folder.resolve("file"));
    String message =
        assertThrows(UncheckedIOException.class, () -> ChartFile.save(chart, file.resolve("a.png")))
            .getMessage();
    assertTrue(message.contains("a.png cannot be written: "), message);
  }

  @Test
  void aChartThatCannotBeWrittenLeavesWhatWasThere(@TempDir Path place) throws IOException {
    Path taken = Files.createDirectories(place.resolve("a.png"));
    Path inside = Files.writeString(taken.resolve("kept"), "x"); // so that nothing can replace it
    assertThrows(UncheckedIOException.class, () -> ChartFile.write(new byte[1], taken));
    assertTrue(Files.exists(inside));
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(taken), left.toList());
    }
  }

  @Test
  void aNewChartIsWrittenBesideTheOldOneAndNotOverIt(@TempDir Path place) throws IOException {
    Path picture = ChartFile.write(new byte[] {1}, place.resolve("a.png"));
    Path old = Files.createLink(place.resolve("old.png"), picture); // the same file, twice
    ChartFile.write(new byte[] {2, 3}, picture);
    assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(picture));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(old));
  }

  @Test
  void aMachineThatCannotDrawIsToldWhatToInstall() {
    assertCannotDraw(new InternalError("Fontconfig head is null"), "fonts-dejavu-core");
    assertCannotDraw(new UnsatisfiedLinkError("libfreetype.so.6: cannot open"), "libfreetype6");
    assertCannotDraw(new HeadlessException("No X11 DISPLAY"), "-Djava.awt.headless=true");
    NullPointerException inFonts = new NullPointerException("no fonts");
    inFonts.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("sun.awt.FontConfiguration", "getVersion", null, 1)
        });
    assertCannotDraw(inFonts, "fontconfig");
    assertThrows(
        NullPointerException.class, () -> ChartFile.png(failing(new NullPointerException("ours"))));
  }

  private static void assertCannotDraw(Throwable cause, String remedy) {
    String message =
        assertThrows(IllegalStateException.class, () -> ChartFile.png(failing(cause))).getMessage();
    assertTrue(message.contains(remedy) && message.contains(cause.getMessage()), message);
  }

  private static Chart<?, ?> failing(Throwable failure) {
    return new Chart<HeatMapStyler, HeatMapSeries>(10, 10, new HeatMapStyler()) {
      @Override
      public void paint(Graphics2D g, int width, int height) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    };
  }

  @Test
  void lossesAreDrawnRawAndSmoothedButNamedOnce() {
    XYChart chart = losses(history(40), "mntp", "sscl");
    assertEquals(
        List.of("mntp (raw)", "mntp", "sscl (raw)", "sscl"),
        List.copyOf(chart.getSeriesMap().keySet()));
    assertFalse(chart.getSeriesMap().get("mntp (raw)").isShowInLegend());
    assertEquals(List.of("mntp"), List.copyOf(losses(history(5), "mntp").getSeriesMap().keySet()));
  }

  @Test
  void aHeldOutLossIsDashedInTheColourOfItsObjective() {
    Table table = history(40);
    for (String name : List.of("held-out mntp", "held-out sscl")) {
      DoubleColumn held = DoubleColumn.create(name, table.rowCount());
      for (int row = 0; row < table.rowCount(); row++) {
        held.set(row, 3.0); // measured at each step: still no trend of its own
      }
      table.addColumns(held);
    }
    Map<String, XYSeries> lines =
        losses(table, "mntp", "sscl", "held-out mntp", "held-out sscl").getSeriesMap();
    for (String name : List.of("mntp", "sscl")) {
      XYSeries held = lines.get("held-out " + name);
      assertEquals(lines.get(name).getLineColor(), held.getLineColor());
      assertNull(lines.get(name).getLineStyle().getDashArray());
      assertNotNull(held.getLineStyle().getDashArray());
      assertFalse(lines.containsKey("held-out " + name + " (raw)"));
    }
    assertFalse(lines.get("mntp").getLineColor().equals(lines.get("sscl").getLineColor()));
  }

  @Test
  void theSpreadOfSeedsIsDrawnAtEachStep() {
    double[] steps = {0, 10};
    double[] values = {5, 20};
    CurveChart.Line seeds = new CurveChart.Line("seeds", steps, values, new double[] {1, 4});
    CurveChart.Line one = new CurveChart.Line("one", steps, values);
    XYChart chart = CurveChart.of("Rep-4", "%", List.of(seeds, one));
    Map<String, XYSeries> drawn = chart.getSeriesMap();
    assertEquals(List.of("seeds (spread)", "seeds", "one"), List.copyOf(drawn.keySet()));
    assertArrayEquals(new double[] {0, 10, 10, 0}, drawn.get("seeds (spread)").getXData());
    assertArrayEquals(new double[] {6, 24, 16, 4}, drawn.get("seeds (spread)").getYData());
    assertFalse(drawn.get("seeds (spread)").isShowInLegend());
    assertEquals("step", chart.getXAxisTitle());
    assertEquals("%", chart.getYAxisTitle());
    BufferedImage image = DrawnChart.image(chart);
    Color band = ChartLook.mixed(Color.WHITE, ChartLook.series(0), 70 / 255.0);
    long seen =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
            .filter(pixel -> Math.abs(new Color(pixel).getRed() - band.getRed()) <= 2)
            .filter(pixel -> Math.abs(new Color(pixel).getBlue() - band.getBlue()) <= 2)
            .count();
    assertTrue(seen > 10_000, "the band is seen: " + seen + " pixels");
    assertThrows(
        IllegalArgumentException.class,
        () -> new CurveChart.Line("seeds", steps, values, new double[] {1}));
  }

  @Test
  void theAxisIsLogarithmicOnlyWhereTheRangeIsWide() {
    assertFalse(isLogarithmic(losses(history(300), "mntp")));
    assertTrue(isLogarithmic(losses(history(300), "mntp", "sscl")));
  }

  @Test
  void singleValuesNearZeroDoNotPressTheLinesTogether() {
    Table table = history(300);
    DoubleColumn losses = DoubleColumn.create("loss");
    for (int i = 0; i < table.rowCount(); i++) {
      losses.append(i == 150 ? 1e-9 : 0.05 + 5.0 / (1 + i));
    }
    table.addColumns(losses);
    XYChart chart = losses(table, "loss");
    assertTrue(isLogarithmic(chart));
    assertTrue(chart.getStyler().getYAxisMin() >= 1e-3, chart.getStyler().getYAxisMin().toString());
    double[] raw = chart.getSeriesMap().get("loss (raw)").getYData();
    assertEquals(chart.getStyler().getYAxisMin(), Arrays.stream(raw).min().orElseThrow());
  }

  private static boolean isLogarithmic(XYChart chart) {
    return chart.getStyler().isYAxisLogarithmic();
  }

  @Test
  void missingValuesAreLeftOut() {
    Table table = history(6);
    table.doubleColumn("sscl").setMissing(2).setMissing(3);
    XYChart chart = losses(table, "mntp", "sscl");
    assertEquals(4, chart.getSeriesMap().get("sscl").getXData().length);
    assertNotNull(DrawnChart.image(chart));
  }

  @Test
  void lossesOfAnyNumberOfStepsCanBeDrawn() {
    for (int steps : new int[] {1, 2, 3, 19, 20, 21, 400}) {
      assertNotNull(DrawnChart.image(losses(history(steps), "mntp", "sscl")));
    }
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> losses(history(3), "note")).getMessage();
    assertTrue(message.contains("\"note\" is not a numeric column of \"history\""), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> LineChart.of(history(3), "epoch", List.of("mntp"), "t", "u"));
    assertThrows(IllegalArgumentException.class, () -> losses(history(0), "mntp"));
  }

  @Test
  void smoothingKeepsALineAndStaysWithinTheValues() {
    double[] x = IntStream.range(0, 50).asDoubleStream().toArray();
    double[] line = DoubleStream.of(x).map(v -> 10 - v / 10).toArray();
    double[] smoothed = Smoothing.of(x, line, Smoothing.places(x.length, x.length));
    for (int i = 0; i < x.length; i++) {
      assertEquals(line[i], smoothed[i], 1e-9);
    }
    double[] fall = DoubleStream.of(x).map(v -> Math.exp(-v)).toArray();
    assertTrue(
        DoubleStream.of(Smoothing.of(x, fall, Smoothing.places(x.length, x.length)))
                .min()
                .orElseThrow()
            > 0);
  }

  @Test
  void namesOfLinesAreWholeInTheLegend() {
    double[] ends = {0, 10};
    List<CurveChart.Line> lines =
        IntStream.range(0, 7)
            .mapToObj(i -> new CurveChart.Line("WWWWWWWWWWWWWWWWWWWW " + i, ends, ends))
            .toList();
    for (int count : new int[] {1, 2, 4, 5, 7}) {
      BufferedImage image = DrawnChart.image(CurveChart.of("t", "%", lines.subList(0, count)));
      for (int x : new int[] {8, image.getWidth() - 8}) {
        for (int y = 0; y < image.getHeight(); y++) {
          assertEquals(Color.WHITE.getRGB(), image.getRGB(x, y), count + " names, row " + y);
        }
      }
    }
    int usual = CurveChart.of("t", "%", lines.subList(0, 1)).getHeight();
    assertEquals(usual + 6 * ChartLook.LEGEND_ROW, CurveChart.of("t", "%", lines).getHeight());
  }

  @Test
  void linesOfOneColourHaveOtherMarksAndStrokes() {
    double[] ends = {0, 10};
    List<CurveChart.Line> lines =
        IntStream.range(0, 14).mapToObj(i -> new CurveChart.Line("line " + i, ends, ends)).toList();
    List<XYSeries> drawn = List.copyOf(CurveChart.of("t", "%", lines).getSeriesMap().values());
    for (int i = 0; i < 7; i++) {
      XYSeries first = drawn.get(i);
      XYSeries second = drawn.get(i + 7);
      assertEquals(first.getLineColor(), second.getLineColor());
      assertNotEquals(first.getMarker(), second.getMarker());
      assertNull(first.getLineStyle().getDashArray());
      assertNotNull(second.getLineStyle().getDashArray());
    }
  }

  @Test
  void everyKindOfPointsHasItsPlaceInTheLegendAndLooksUnlikeAllOthers() {
    int kinds = 49;
    double[][] points = new double[kinds][2];
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < kinds; i++) {
      points[i] = new double[] {i, -i};
      labels.add("kind " + i + " with a name that is much too long for a legend");
    }
    XYChart chart = ScatterPlot.of(points, labels, "t", List.of("x", "y"));
    Set<String> looks = new HashSet<>();
    chart.getSeriesMap().values().forEach(s -> looks.add(s.getMarkerColor() + " " + s.getMarker()));
    assertEquals(kinds, looks.size());
    for (int i = 0; i < kinds; i++) {
      String named = chart.getSeriesMap().get(labels.get(i)).getLabel();
      assertTrue(named.startsWith("kind " + i + " ") && named.length() < 40, named);
    }
    BufferedImage image = DrawnChart.image(chart);
    int[] legend = inColumn(image, image.getWidth() - 60);
    assertTrue(legend[0] > 20 && legend[1] < image.getHeight() - 20, Arrays.toString(legend));
  }

  /** The first and the last row of pixels with something in it, right of a column. */
  private static int[] inColumn(BufferedImage image, int from) {
    int[] rows =
        IntStream.range(0, image.getHeight())
            .filter(
                y ->
                    IntStream.range(from, image.getWidth())
                        .anyMatch(x -> image.getRGB(x, y) != Color.WHITE.getRGB()))
            .toArray();
    return new int[] {rows[0], rows[rows.length - 1]};
  }
}
