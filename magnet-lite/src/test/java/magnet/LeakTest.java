package magnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.infer.encoding.TextEncoder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory stays flat however often a model is used. */
@Tag("slow")
class LeakTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** One leaked hidden state of a call would be 5,000 x 4 KiB: 20 MiB. */
  private static final long ALLOWED_KIB = 8 * 1024;

  private static long residentKib() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fiveThousandCallsLeaveNativeMemoryFlat(@TempDir Path folder) throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "only Linux tells its resident memory");
    try (Magnet model = Magnet.load(TinyCheckpoint.in(folder), Loading.auto().device("cpu"))) {
      use(model, 3000);
      long before = residentKib();
      use(model, 5000);
      long grown = residentKib() - before;
      assertTrue(grown < ALLOWED_KIB, () -> "resident memory grew by " + grown + " KiB");
    }
  }

  @Test
  void thousandsOfTextsThroughAnEncoderLeaveNativeMemoryFlat(@TempDir Path folder)
      throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "only Linux tells its resident memory");
    TinyEncoder.copy("bert", folder);
    List<String> texts = List.of("the cat and the dog", "it ran");
    try (TextEncoder encoder = TextEncoder.load(folder, "cpu")) {
      for (int i = 0; i < 3000; i++) {
        encoder.encode(texts);
        encoder.encodeTokens(texts);
      }
      long before = residentKib();
      for (int i = 0; i < 5000; i++) {
        encoder.encode(texts);
        encoder.encodeTokens(texts);
      }
      long grown = residentKib() - before;
      assertTrue(grown < ALLOWED_KIB, () -> "resident memory grew by " + grown + " KiB");
    }
  }

  private static void use(Magnet model, int calls) {
    List<String> texts = List.of("the cat and the dog", "a ball");
    for (int i = 0; i < calls; i++) {
      model.embed(texts);
      if (i % 50 == 0) {
        model.infill("the ___ dog", Infilling.tokens(1, 2));
        model.generate("the", Generating.tokens(3));
        model.perplexity(texts.get(0));
      }
    }
  }
}
