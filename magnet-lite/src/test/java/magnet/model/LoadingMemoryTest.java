package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Loading, with a first pass, takes little more memory than the weights: at its peak 1.2 times the
 * file at most, for files of hundreds of megabytes. (Some 50 to 80 MB are taken besides.)
 */
@Tag("slow")
class LoadingMemoryTest {

  private static final Architecture SHAPE =
      Architecture.llama(16_000, 768, 2048, 36, 12, 6, 512).withTiedEmbeddings(false);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  @ParameterizedTest
  @CsvSource({"F32, FLOAT32", "BF16, BFLOAT16", "F32, BFLOAT16"})
  void peakMemoryIsThatOfTheFile(String stored, Precision precision, @TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Files.isWritable(CLEAR), "this system does not tell a process's peak memory");
    write(folder, stored);
    double peak = peakOfANewProcess(folder, precision);
    assertTrue(peak < 1.2, () -> "peak " + peak + " times the file");
    assertTrue(peak > 0.2, () -> "a peak of " + peak + " times the file cannot be right");
  }

  /** This process has memory from earlier tests to spare, so a new one tells. */
  private static double peakOfANewProcess(Path folder, Precision precision)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadingMemoryTest.class.getName(),
                folder.toString(),
                precision.name())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return Double.parseDouble(output.substring(output.lastIndexOf('\n') + 1));
  }

  /** Prints the peak of loading a checkpoint, in multiples of its file. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    warmUp();
    Files.writeString(CLEAR, "5"); // the peak begins anew
    long before = kilobytes("VmRSS");
    try (Decoder decoder =
            Decoder.load(folder, Precision.valueOf(arguments[1]), Quantisation.NONE, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = model.newScope()) {
      TokenSequence text = TokenSequence.causal(new int[] {1, 2, 3, 4});
      model.logits(scope, TokenBatch.padded(List.of(text), 0), List.of(new int[] {3}));
      long file = Files.size(folder.resolve("model.safetensors"));
      System.out.println((kilobytes("VmHWM") - before) * 1024.0 / file);
    }
  }

  /** PyTorch itself, and what it takes for its first products, is not the checkpoint's. */
  private static void warmUp() {
    Architecture small = Architecture.llama(50, 32, 48, 1, 4, 4, 32);
    try (Decoder decoder = RandomModels.untrained(small, 1);
        LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = model.newScope()) {
      TokenSequence text = TokenSequence.causal(new int[] {1, 2, 3, 4});
      model.logits(scope, TokenBatch.padded(List.of(text), 0), List.of(new int[] {3}));
    }
  }

  private static void write(Path folder, String stored) throws IOException {
    int width = stored.equals("F32") ? 4 : 2;
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    DecoderFamily.of(SHAPE.family())
        .tensors(SHAPE)
        .forEach(
            (name, shape) -> {
              long size = width;
              for (long each : shape) {
                size *= each;
              }
              int bytes = Math.toIntExact(size);
              entries.add(
                  new SafetensorsWriter.Entry(
                      name, stored, shape, () -> List.of(ByteBuffer.allocate(bytes)).iterator()));
            });
    SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of(), entries);
    Files.writeString(folder.resolve("config.json"), SHAPE.toConfigJson("float32"));
  }

  private static long kilobytes(String field) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
