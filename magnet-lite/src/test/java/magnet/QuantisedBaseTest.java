package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.Likelihood;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A base in few bits: what it costs, what learns on it, what it refuses. */
class QuantisedBaseTest {

  private static final int TEXTS = 24;
  private static final int LONGEST = 700; // characters

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4"})
  void anAdapterLearnsOnItAndSaysSo(String bits, @TempDir Path folder) throws IOException {
    Loading how = Loading.auto().device("cpu");
    Path checkpoint = TinyCheckpoint.in(folder.resolve("base"));
    Path there = folder.resolve("adapter");
    try (Magnet whole = Magnet.load(checkpoint, how);
        Magnet small = Magnet.load(checkpoint, how.base(bits));
        Magnet adapted =
            Magnet.adapt(small)
                .on(Corpus.pocket())
                .steps(3)
                .batch(4)
                .maxTokens(48)
                .quiet()
                .train()) {
      assertTrue(small.toString().contains("over " + bits), small.toString());
      assertNotEquals(whole.fingerprint(), small.fingerprint());
      assertNotEquals(small.fingerprint(), adapted.fingerprint());
      String refused = assertThrows(IllegalStateException.class, adapted::merge).getMessage();
      assertTrue(refused.contains("without base(\"" + bits + "\")"), refused);
      assertThrows(IllegalStateException.class, () -> small.save(folder.resolve("none")));
      adapted.save(there);
      assertTrue(
          Files.readString(there.resolve("magnet.json"))
              .contains("\"base_weights\": \"" + bits + "\""));
      try (Magnet again = Magnet.load(there, how.base(bits))) {
        assertEquals(adapted.fingerprint(), again.fingerprint());
      }
      try (Magnet onWhole = Magnet.load(there, how);
          Magnet merged = onWhole.merge()) {
        assertNotEquals(adapted.fingerprint(), onWhole.fingerprint());
        assertTrue(merged.adapter().isEmpty());
      }
    }
  }

  /** At most 1 % of the perplexity of real text in int8, and 5 % in int4. */
  @Test
  @Tag("real")
  void perplexityStays() {
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
    try (Magnet model = Magnet.load(Shared.model("smollm2-135m"), how)) {
      Likelihood sum = new Likelihood(0, 0);
      for (Likelihood each : model.scorer().texts(texts)) {
        sum = sum.plus(each);
      }
      return sum.perplexity();
    }
  }
}
