package magnet.notebook;

import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.AttentionPattern;
import magnet.Embeddings;
import magnet.Encoding;
import magnet.Loading;
import magnet.Magnet;
import magnet.TinyCheckpoint;
import magnet.view.CellOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cell shows a result of any size at once, and in few bytes. */
class ShownSizesTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int MOST_CHARS = 500_000; // pictures have twice the pixels

  private static CellOutput shown(Object value) {
    ResultView.of(numbers(2, 2)); // the classes of tables are loaded outside the time limit
    CellOutput output =
        assertTimeout(
            AT_ONCE,
            () -> {
              assertTrue(value.toString().length() < 50_000, "toString is short");
              return ResultView.of(value).orElseThrow();
            });
    assertTrue(output.data().length() < MOST_CHARS, "chars: " + output.data().length());
    return output;
  }

  private static float[][] numbers(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] numbers = new float[rows][columns];
    for (float[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return numbers;
  }

  @Test
  void embeddingsOfTenThousandTexts(@TempDir Path folder) {
    try (Magnet model = Magnet.load(TinyCheckpoint.in(folder), Loading.auto().device("cpu"))) {
      List<String> texts =
          IntStream.range(0, 10_000).mapToObj(i -> i + " is said at length. ".repeat(40)).toList();
      ResultView.of(
          new Embeddings(model, texts.subList(0, 50), numbers(50, 32), Encoding.magnet()));
      Embeddings many = new Embeddings(model, texts, numbers(10_000, 32), Encoding.magnet());
      shown(many);
      shown(many.vectorTable());
      shown(many.clusters(200));
    }
  }

  @Test
  void logitsShowTheirFirstAndLastColumns() {
    CellOutput few = shown(numbers(4, 49_152));
    assertTrue(few.data().contains(">49151<") && few.data().contains(">0<"), few.data());
    assertTrue(few.data().contains("49,152 columns"), few.data());
    assertTrue(few.data().length() < 20_000, "chars: " + few.data().length());
    CellOutput many = shown(numbers(10_000, 192));
    assertTrue(many.data().contains("10,000 rows"), many.data());
  }

  @Test
  void attentionAmongManyTokens() {
    ResultView.of(AttentionPattern.causal(200));
    shown(AttentionPattern.causal(1024));
  }

  @Test
  void numbersOfSmallMatricesAreAllThere() {
    String html = shown(numbers(3, 24)).data();
    for (int column = 0; column < 24; column++) {
      assertTrue(html.contains(String.format(Locale.ROOT, ">%d</th>", column)), html);
    }
    assertTrue(!html.contains("…"), html);
  }
}
