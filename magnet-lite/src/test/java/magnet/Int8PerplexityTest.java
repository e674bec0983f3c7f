package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import magnet.data.Documents;
import magnet.infer.Likelihood;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What int8 weights cost in decoding: less than 1 % of the perplexity of real stories. */
@Tag("real")
class Int8PerplexityTest {

  private static final int STORIES = 40;
  private static final int LONGEST = 300; // characters

  @ParameterizedTest
  @CsvSource({
    "mico-tinyllama-1.3m, float32",
    "mico-tinyllama-1.3m, bfloat16",
    "tinystories-656k, float32"
  })
  void perplexityStays(String name, String precision) {
    List<String> texts = stories();
    Loading how = Loading.auto().device("cpu").precision(precision);
    try (Magnet whole = Magnet.load(Shared.path("models/" + name), how);
        Magnet int8 = whole.withInt8Decoding()) {
      double before = perplexity(whole, texts);
      double after = perplexity(int8, texts);
      System.out.printf(
          "%s in %s: perplexity %.4f, with int8 %.4f%n", name, precision, before, after);
      assertNotEquals(before, after);
      assertEquals(before, after, 0.01 * before);
    }
  }

  private static double perplexity(Magnet model, List<String> texts) {
    Likelihood sum = new Likelihood(0, 0);
    for (Likelihood each : model.scorer().texts(texts)) {
      sum = sum.plus(each);
    }
    return sum.perplexity();
  }

  private static List<String> stories() {
    Documents stories =
        Corpus.tinystories(Shared.path("data/tinystories/tinystories_train_head.txt")).documents();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < STORIES; i++) {
      String text = stories.get(i).text();
      texts.add(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
    }
    return texts;
  }
}
