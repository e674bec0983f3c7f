package magnet;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.ByteSize;
import magnet.io.JsonFile;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;
import magnet.model.family.Architecture;

/**
 * How much memory a model's weights will take, before they are loaded. Batches, caches and training
 * come on top.
 *
 * @param precision what they are computed in
 * @param needed bytes of the weights
 * @param free bytes that a process can have now; not those of a GPU
 * @param onGpu whether the weights go to a GPU
 */
record MemoryEstimate(Precision precision, long needed, long free, boolean onGpu) {

  private static final Map<String, String> STORED = Map.of("bfloat16", "BF16", "float16", "F16");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

  /**
   * What a folder's config.json leads one to expect.
   *
   * @param folder has a config.json; the weights need not be there yet
   * @param how the model is to be loaded
   * @throws IllegalArgumentException if the model or the way of loading is not supported
   */
  static MemoryEstimate of(Path folder, Loading how) {
    Architecture architecture = Architecture.read(folder);
    JsonFile config = JsonFile.read(folder.resolve("config.json"));
    String stored = config.text("dtype", config.text("torch_dtype", "float32"));
    Device device = TorchRuntime.device(how.device());
    Precision precision =
        how.precision().isEmpty()
            ? Precision.forStored(STORED.getOrDefault(stored, "F32"), device)
            : Precision.of(how.precision());
    long needed = architecture.parameters() * precision.bytes();
    return new MemoryEstimate(precision, needed, freeMemory(), device.isGpu());
  }

  /** Whether the machine has this much free; a GPU is not asked. */
  boolean fits() {
    return onGpu || needed <= free;
  }

  /** As part of a sentence, with advice where it does not fit. */
  @Override
  public String toString() {
    String needs = "about %s of memory in %s".formatted(ByteSize.of(needed), precision.torchName());
    if (onGpu) {
      return needs + ", on the GPU";
    }
    String there = needs + ", " + ByteSize.of(free) + " are free";
    if (fits()) {
      return there;
    }
    return there
        + ": it may fail or be very slow; "
        + (precision == Precision.FLOAT32
            ? "Loading.auto().precision(\"bfloat16\") needs half, or take a smaller model"
            : "take a smaller model, or close other programs");
  }

  static long freeMemory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try {
      Matcher available = AVAILABLE.matcher(Files.readString(MEMORY));
      if (available.find()) {
        // In a container the machine may have more than the process may take.
        return Math.min(1024 * Long.parseLong(available.group(1)), system.getTotalMemorySize());
      }
    } catch (IOException e) {
      // Not Linux: the next best answer, which leaves out what the system could free.
    }
    return system.getFreeMemorySize();
  }
}
