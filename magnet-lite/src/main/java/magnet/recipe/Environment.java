package magnet.recipe;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import magnet.io.AtomicFile;
import magnet.kernel.TorchRuntime;

/** What a run was made with, so that others can repeat it. */
public record Environment(Map<String, String> entries) {

  /** The environment of this machine now. */
  public static Environment now(Recipe recipe, List<String> arguments) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    entries.put("recipe", shown(recipe.file().toString()));
    entries.put(
        "command",
        "magnet " + arguments.stream().map(Environment::shown).collect(Collectors.joining(" ")));
    entries.put("seeds", recipe.seeds().toString());
    entries.put("magnet-lite", LibraryVersion.own());
    commit().ifPresent(commit -> entries.put("commit", commit));
    entries.put("DJL", Engine.getDjlVersion());
    entries.put("PyTorch", TorchRuntime.engine().getVersion());
    entries.put("device", device(TorchRuntime.device(recipe.device())));
    entries.put("Java", Runtime.version().toString());
    entries.put("operating system", system());
    entries.put("processor", processor());
    entries.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    entries.put(
        "memory", String.format(Locale.ROOT, "%.1f GiB", memoryBytes() / (double) (1L << 30)));
    return new Environment(entries);
  }

  /** The operating system, and for which processors it is. */
  static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  /** This machine in a few words: a GPU, if the recipe uses one, the processor, its cores. */
  static String machine(Recipe recipe) {
    Device device = TorchRuntime.device(recipe.device());
    int cores = Runtime.getRuntime().availableProcessors();
    return (device.isGpu() ? device(device) + ", " : "")
        + "%s, %d %s".formatted(processor(), cores, cores == 1 ? "core" : "cores");
  }

  private static String device(Device device) {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : device.getDeviceType();
  }

  /** An argument without the names of this machine's folders. */
  private static String shown(String argument) {
    int path = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
    return new File(argument.substring(path)).isAbsolute()
        ? argument.substring(0, path) + "…/" + new File(argument).getName()
        : argument;
  }

  /** The machine's memory; 0 where Java does not tell. */
  static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : 0;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // not a Linux
    }
  }

  /** The commit of the current folder, with a remark if files differ from it. */
  private static Optional<String> commit() {
    String changes = said("git", "status", "--porcelain").orElse("");
    return said("git", "rev-parse", "HEAD")
        .map(commit -> commit + (changes.isEmpty() ? "" : " with changes"));
  }

  private static Optional<String> said(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(said)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Writes it as JSON. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(entries)
            + "\n");
  }
}
