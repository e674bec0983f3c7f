package magnet;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.ByteSize;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.family.Architecture;

/**
 * How much memory a model's weights will take, before they are loaded. Batches, caches and training
 * come on top.
 *
 * @param precision what they are computed in
 * @param base how the matrices of the layers are held
 * @param needed bytes of the weights
 * @param free bytes that the device can have now; empty for a GPU that cannot be asked
 * @param onGpu whether the weights go to a GPU
 */
record MemoryEstimate(
    Precision precision, Quantisation base, long needed, OptionalLong free, boolean onGpu) {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

  /** What a folder's config.json leads one to expect; the weights need not be there yet. */
  static MemoryEstimate of(Path folder, Loading how) {
    Architecture architecture = Architecture.read(folder);
    Device device = TorchRuntime.device(how.device());
    Precision precision =
        how.precision().isEmpty()
            ? Precision.expected(folder, device)
            : Precision.of(how.precision());
    Quantisation base = Quantisation.of(how.base());
    return new MemoryEstimate(
        precision, base, base.bytes(architecture, precision), free(device), device.isGpu());
  }

  /** Whether that much is free on the device, as far as is known. */
  boolean fits() {
    return free.isEmpty() || needed <= free.getAsLong();
  }

  /** As part of a sentence, with advice where it does not fit. */
  @Override
  public String toString() {
    return "about %s of memory in %s%s%s%s%s"
        .formatted(
            ByteSize.of(needed),
            base == Quantisation.NONE ? "" : base.label() + " and ",
            precision.torchName(),
            onGpu ? ", on the GPU" : "",
            free.isPresent() ? ", " + ByteSize.of(free.getAsLong()) + " are free" : "",
            fits() ? "" : ": it may fail or be very slow; " + advice());
  }

  private String advice() {
    if (base == Quantisation.INT4) {
      return "take a smaller model, or close other programs";
    }
    if (base != Quantisation.NONE) {
      return "Loading.auto().base(\"int4\") needs less, or take a smaller model";
    }
    return "Loading.auto().base(\"int8\") needs %s, or take a smaller model"
        .formatted(
            precision == Precision.FLOAT32
                ? "about a quarter, precision(\"bfloat16\") half"
                : "about half");
  }

  /** What a device can have now; empty for a GPU that cannot be asked. */
  static OptionalLong free(Device device) {
    return device.isGpu() ? TorchRuntime.freeMemory(device) : OptionalLong.of(freeMemory());
  }

  private static long freeMemory() {
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
