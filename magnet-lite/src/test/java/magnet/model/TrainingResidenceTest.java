package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.ObjectiveKernel;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link TrainingMemory} tells is what a process holds, within a quarter. */
@Tag("slow")
class TrainingResidenceTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final AdapterConfig LORA =
      new AdapterConfig(16, 32, 0, List.of(AdapterConfig.ALL_LINEAR), false);

  /** SmolLM2-135M's shape, twice, and about pocket's; vocabulary, H, I, layers, heads. */
  @ParameterizedTest
  @CsvSource({
    "49152, 576, 1536, 30, 9, 3, 16, 16",
    "49152, 576, 1536, 30, 9, 3, 16, 40",
    "3072, 192, 512, 5, 6, 6, 48, 64"
  })
  void aStepHoldsWhatIsTold(
      int vocabulary,
      int hidden,
      int inner,
      int layers,
      int heads,
      int shared,
      int rows,
      int tokens)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(STATUS), "only Linux tells a process's peak memory");
    Architecture of =
        Architecture.llama(vocabulary, hidden, inner, layers, heads, shared, 128)
            .withTiedEmbeddings(true);
    long told =
        TrainingMemory.of(
                new TrainingMemory.Trained(
                    of, Optional.of(LORA), Precision.FLOAT32, Quantisation.NONE, false),
                rows,
                tokens)
            .total(false);
    double held = heldByANewProcess(of, rows, tokens);
    assertEquals(1, told / held, 0.25, told / 1e6 + " MB told, " + held / 1e6 + " held");
  }

  private static double heldByANewProcess(Architecture of, int rows, int tokens)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:MaxDirectMemorySize=2g",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=5",
                "-XX:MaxHeapFreeRatio=10",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingResidenceTest.class.getName(),
                of.toConfigJson("float32"),
                String.valueOf(rows),
                String.valueOf(tokens))
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return Double.parseDouble(output.substring(output.lastIndexOf('\n') + 1));
  }

  /** Makes one step and prints the most bytes that the process held. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("shape");
    Files.writeString(folder.resolve("config.json"), arguments[0]);
    Architecture of = Architecture.read(folder);
    Files.delete(folder.resolve("config.json"));
    Files.delete(folder);
    int rows = Integer.parseInt(arguments[1]);
    int tokens = Integer.parseInt(arguments[2]);
    Random random = new Random(1);
    List<TokenSequence> texts =
        IntStream.range(0, rows)
            .mapToObj(row -> random.ints(tokens, 0, of.vocabularySize()).toArray())
            .map(TokenSequence::bidirectional)
            .toList();
    int[] read = IntStream.range(0, tokens / 4).toArray();
    try (Decoder decoder = RandomModels.untrained(of, 1)) {
      decoder
          .weights()
          .forEach(weight -> weight.setRequiresGradient(false)); // as one that is loaded
      step(decoder, texts, read);
    }
    System.out.println(1024 * kilobytes("VmHWM"));
  }

  private static void step(Decoder decoder, List<TokenSequence> texts, int[] read) {
    int predictions = texts.size() * read.length;
    try (LoraFactors lora = LoraFactors.fresh(LORA, decoder, 1);
        LanguageModel model = LanguageModel.of(decoder, lora);
        NDManager scope = model.newScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(
          new ObjectiveKernel(scope)
              .nextToken(
                  scope,
                  model.trainingPass(
                      scope,
                      TokenBatch.padded(texts, 0),
                      texts.stream().map(text -> read).toList(),
                      DecoderKernel.Dropout.NONE),
                  decoder.head(),
                  scope.create(new long[predictions]),
                  scope.ones(new Shape(predictions)),
                  0)
              .objective());
    }
  }

  private static long kilobytes(String field) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
