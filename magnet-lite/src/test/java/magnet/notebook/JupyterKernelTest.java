package magnet.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import magnet.AttentionPattern;
import magnet.Corpus;
import magnet.Generating;
import magnet.Infilling;
import magnet.Magnet;
import magnet.TinyCheckpoint;
import magnet.eval.Score;
import magnet.eval.ScoreCurve;
import magnet.eval.Scoreboard;
import magnet.view.PictureFolder;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What cells show, rendered by JJava's own renderer. */
class JupyterKernelTest {

  @TempDir static Path folder;

  private static Magnet model;
  private static Renderer renderer;

  /** As much of a kernel as showing values needs. */
  public static final class Kernel {

    private final Renderer own = new Renderer();

    /** JJava's renderer. */
    public Renderer getRenderer() {
      return own;
    }
  }

  @BeforeAll
  static void kernel() throws Exception {
    model = Magnet.load(TinyCheckpoint.in(folder));
    Kernel kernel = new Kernel();
    renderer = kernel.getRenderer();
    ResultView.all().forEach(new JupyterKernel(kernel)::register);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static String html(Object value) {
    DisplayData data = renderer.render(value);
    assertEquals(value.toString(), data.getData(MIMEType.TEXT_PLAIN));
    assertNull(data.getData(MIMEType.IMAGE_PNG));
    return assertInstanceOf(String.class, data.getData(MIMEType.TEXT_HTML));
  }

  private static void assertPicture(Object value) throws Exception {
    DisplayData data = renderer.render(value);
    assertNull(data.getData(MIMEType.TEXT_HTML));
    String base64 = assertInstanceOf(String.class, data.getData(MIMEType.IMAGE_PNG));
    byte[] bytes = Base64.getDecoder().decode(base64);
    int pixels = ImageIO.read(new ByteArrayInputStream(bytes)).getWidth();
    String shown = new Gson().toJson(data); // what is about a type has no reader in JJava
    assertTrue(pixels >= 1800 && shown.contains("\"width\":" + pixels / 2), shown.substring(0, 99));
  }

  @Test
  void jjavaFindsTheExtension() {
    List<Class<?>> found =
        ServiceLoader.load(Extension.class).stream()
            .map(ServiceLoader.Provider::type)
            .collect(Collectors.toList());
    assertTrue(found.contains(JJavaExtension.class), found.toString());
  }

  @Test
  void tablesAreHtml() {
    String html = html(Table.create("t", IntColumn.create("steps", 1200, 3)));
    assertTrue(html.startsWith("<table") && html.contains("1,200"), html);
  }

  @Test
  void similaritiesPatternsAndCurvesArePictures() throws Exception {
    assertPicture(model.embed("The cat naps.", "A dog runs."));
    assertPicture(model.embed("The cat naps.", "A dog runs.").chart());
    assertPicture(model.tokens("The cat naps."));
    assertPicture(AttentionPattern.causal(4));
  }

  @Test
  void whatShowsHowAModelWorksIsAPictureOrAStrip() throws Exception {
    assertPicture(model.embed("a cat", "a dog", "a bed").map(List.of("animal", "animal", "thing")));
    assertPicture(
        model.influence("The cat.", AttentionPattern.causal(model.encode("The cat.").length)));
    assertTrue(html(model.surprise("The cat naps.")).contains("probability"));
    assertTrue(
        html(Magnet.adapt(model).on(Corpus.pocket()).maxTokens(64).views(0)).contains(">x⁺</b>"));
  }

  @Test
  void theBestCandidateIsMarkedInEachRow() {
    String html =
        html(
            Scoreboard.empty()
                .with("sts", "base", List.of(Score.higher("Spearman", 40), Score.lower("loss", 2)))
                .with(
                    "sts",
                    "masks, pairs",
                    List.of(Score.higher("Spearman", 60), Score.lower("loss", 3))));
    List<String> marked =
        Pattern.compile("background:[^>]*>([^<]*)<")
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(List.of("60.00", "2.00"), marked);
  }

  @Test
  void scoresOverStepsAreACurve() throws Exception {
    assertPicture(
        new ScoreCurve("rep", List.of())
            .with(0, List.of(Score.lower("Rep-4", 2)))
            .with(10, List.of(Score.lower("Rep-4", 3))));
  }

  @Test
  void whatWasFilledInStandsOutBeforeItsAlternatives() {
    var infills = model.infill("The cat lost a ___. It ___ the dog.", Infilling.tokens(1, 2));
    String html = html(infills);
    String best = html.substring(0, html.indexOf("<table"));
    assertEquals(2, best.split("<b ", -1).length - 1, best);
    assertEquals(
        infills.best(),
        best.replaceAll("<[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"));
    assertTrue(html.contains("text log-likelihood"), html);
  }

  @Test
  void aSingleFillingHasNoTable() {
    assertFalse(html(model.infill("The cat ___.", Infilling.tokens(2))).contains("<table"));
  }

  @Test
  void writtenTextStandsOutBehindItsPrompt() {
    String html = html(model.generate("The cat", Generating.tokens(3)));
    assertTrue(html.contains(">The cat"), html);
    assertTrue(html.contains("3 tokens, ended by the limit of tokens"), html);
  }

  @Test
  void neighboursAreATable() {
    assertTrue(html(model.embed("a cat", "a dog").nearest("cats", 1)).startsWith("<table"));
  }

  @Test
  void arraysShowTheirNumbers() {
    Stream.of(new int[] {3, 14}, new float[] {3, 14}, new double[] {3, 14}, new float[][] {{3, 14}})
        .forEach(
            array -> {
              String html = html(array);
              assertTrue(html.contains("3") && html.contains("14"), html);
            });
  }

  @Test
  void aLongArrayIsCut() {
    assertTrue(html(new float[100_000]).length() < 1000);
  }

  @Test
  void whereWordsSayItAllThereAreOnlyWords() {
    for (Object value : List.of(model, model.history(), model.embed("one"))) {
      DisplayData data = renderer.render(value);
      assertEquals(value.toString(), data.getData(MIMEType.TEXT_PLAIN));
      assertNull(data.getData(MIMEType.TEXT_HTML));
      assertNull(data.getData(MIMEType.IMAGE_PNG));
    }
  }

  @Test
  void mistakesComeThroughAsTheyAre() {
    Kernel kernel = new Kernel();
    IllegalStateException noFonts = new IllegalStateException("install fonts");
    new JupyterKernel(kernel)
        .register(
            new ResultView<>(
                Integer.class,
                value -> {
                  throw noFonts;
                }));
    assertSame(
        noFonts, assertThrows(IllegalStateException.class, () -> kernel.getRenderer().render(3)));
  }

  @Test
  void aStrangeKernelIsToldByName() {
    JupyterKernel strange = new JupyterKernel(new Kernel());
    String message = assertThrows(IllegalStateException.class, strange::screen).getMessage();
    assertTrue(message.contains("is not as JJava 1.0") && message.contains("getIO"), message);
  }

  @Test
  void outsideOfNotebooksChartsAreSavedOnceAndSayWhere() {
    try {
      MagnetNotebook.init();
      var chart = AttentionPattern.causal(3).chart();
      Path file = Path.of(chart.toString().replaceAll(".* saved as ", ""));
      assertTrue(Files.isRegularFile(file), chart.toString());
      assertEquals(chart.toString(), chart.toString());
      assertFalse(chart.toString().equals(AttentionPattern.causal(3).chart().toString()));
    } finally {
      PictureFolder.use(null);
    }
    assertTrue(AttentionPattern.causal(3).chart().toString().endsWith("900 x 520 pixels"));
  }

  @Test
  void displayPrintsWhatACellWouldShow() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      PictureFolder.use(folder.resolve("pictures"));
      MagnetNotebook.display(Table.create("t", IntColumn.create("steps", new int[] {1200})));
      MagnetNotebook.display(AttentionPattern.causal(3));
      MagnetNotebook.display(model.embed("one"));
    } finally {
      System.setOut(console);
      PictureFolder.use(null);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("1,200", lines.get(2).strip());
    assertEquals("AttentionPattern sss", lines.get(3));
    Path file = Path.of(lines.get(4).replace("saved as ", ""));
    assertTrue(Files.isRegularFile(file), lines.get(4));
    assertEquals(model.embed("one").toString(), lines.get(5));
    assertEquals(6, lines.size());
  }
}
