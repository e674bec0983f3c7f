package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.Likelihood;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a base in few bits costs: 1 % of the perplexity of real text in int8, 5 % in int4. */
@Tag("real")
class QuantisedBaseTest {

  private static final Path MODEL =
      Path.of(System.getProperty("user.home"), ".cache", "magnet-lite", "models", "smollm2-135m");
  private static final int TEXTS = 24;
  private static final int LONGEST = 700; // characters

  @Test
  void perplexityStays() {
    assumeTrue(Files.isDirectory(MODEL), MODEL + " is not there");
    List<String> texts =
        IntStream.range(0, TEXTS)
            .mapToObj(Corpus.wikitext(Shared.path("data/wikitext-2/test.txt"))::text)
            .map(text -> text.substring(0, Math.min(LONGEST, text.length())))
            .toList();
    double whole = perplexity("", texts);
    double int8 = perplexity("int8", texts);
    double int4 = perplexity("int4", texts);
    System.out.printf("perplexity %.3f, int8 %.3f, int4 %.3f%n", whole, int8, int4);
    assertNotEquals(whole, int8);
    assertNotEquals(int8, int4);
    assertEquals(whole, int8, 0.01 * whole);
    assertEquals(whole, int4, 0.05 * whole);
  }

  private static double perplexity(String base, List<String> texts) {
    Loading how = Loading.auto().device("cpu").precision("float32").base(base);
    try (Magnet model = Magnet.load(MODEL, how)) {
      Likelihood sum = new Likelihood(0, 0);
      for (Likelihood each : model.scorer().texts(texts)) {
        sum = sum.plus(each);
      }
      return sum.perplexity();
    }
  }
}
