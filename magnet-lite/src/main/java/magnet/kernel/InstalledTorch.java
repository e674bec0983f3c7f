package magnet.kernel;

import ai.djl.util.Utils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.io.AtomicFile;
import magnet.io.Unreadable;

/**
 * A libtorch that the user has, as of a Python environment, named by PYTORCH_LIBRARY_PATH: its
 * {@code lib} folder.
 *
 * @param version as in 2.7.1
 * @param flavor {@code cpu}, or {@code cu130} for CUDA 13.0
 */
record InstalledTorch(String version, String flavor) {

  static final String PATH = "PYTORCH_LIBRARY_PATH";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  /** The version whose bridge is on the class path. */
  private static final String BROUGHT = "2.7.1";

  /** In torch/version.py of Python, and alone in libtorch's file build-version. */
  private static final Pattern BUILD = Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\+(cpu|cu\\d+)");

  /**
   * Tells DJL what it does not find out on its own: version and flavour (it takes those of the
   * class path, and an ABI that is gone), and where CUDA's own library lies. Does nothing where no
   * library is named.
   *
   * <p>Where CUDA has no driver, a libtorch with CUDA runs as one without: DJL would load parts of
   * it that need the driver.
   *
   * @throws IllegalStateException if there is no libtorch, nothing tells its version, or DJL has no
   *     bridge to it
   */
  static void announce() {
    String named = said(PATH);
    if (named == null) {
      return;
    }
    Path lib = Path.of(named);
    if (!Files.exists(lib.resolve(System.mapLibraryName("torch")))) {
      throw new IllegalStateException(
          ("%s names %s, which has no %s; name the folder lib of a libtorch, as in"
                  + " .../site-packages/torch/lib.")
              .formatted(PATH, named, System.mapLibraryName("torch")));
    }
    boolean driver = hasDriver();
    if (driver) {
      cudaRuntimes(lib).forEach(each -> NativeLibrary.addSearchPath("cudart", each.toString()));
    }
    if (said(VERSION) == null || said(FLAVOR) == null) {
      InstalledTorch found = in(lib);
      setIfUnsaid(VERSION, found.version());
      setIfUnsaid(FLAVOR, driver ? found.flavor() : "cpu");
    }
    requireBridge(lib, new InstalledTorch(said(VERSION), said(FLAVOR)));
  }

  private static boolean hasDriver() {
    try {
      NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Before DJL asks its own server for one. */
  private static void requireBridge(Path lib, InstalledTorch torch) {
    ai.djl.util.Platform here = ai.djl.util.Platform.detectPlatform("pytorch");
    String file = System.mapLibraryName("djl_torch");
    String own = here.getApiVersion() + "-" + file;
    Path cache =
        Utils.getEngineCacheDir("pytorch")
            .resolve(torch.version() + "-" + torch.flavor() + "-" + here.getClassifier());
    String brought = "jnilib/" + here.getClassifier() + "/" + torch.flavor() + "/" + file;
    boolean there =
        Stream.of(lib.resolve(own), lib.resolve(file), cache.resolve(own)).anyMatch(Files::exists)
            || torch.version().equals(BROUGHT)
                && InstalledTorch.class.getClassLoader().getResource(brought) != null;
    if (!there) {
      throw new IllegalStateException(
          ("%s names PyTorch %s+%s, to which DJL %s has no bridge here, only to %s; make it by"
                  + " magnet-lite/src/main/native/build-bridge.sh (expected as %s).")
              .formatted(
                  PATH,
                  torch.version(),
                  torch.flavor(),
                  here.getApiVersion(),
                  BROUGHT,
                  cache.resolve(own)));
    }
  }

  /** Version and flavour of a libtorch, by its folder lib; refused if nothing tells them. */
  static InstalledTorch in(Path lib) {
    for (String name : List.of("version.py", "build-version")) {
      Path file = lib.toAbsolutePath().resolveSibling(name);
      if (Files.isRegularFile(file)) {
        Matcher build = BUILD.matcher(AtomicFile.read(file));
        if (build.find()) {
          return new InstalledTorch(build.group(1), build.group(2));
        }
      }
    }
    throw new IllegalStateException(
        ("%s names %s, and neither version.py nor build-version beside it tells its version and"
                + " CUDA; set PYTORCH_VERSION, as in 2.7.1, and PYTORCH_FLAVOR, as in cpu or cu128.")
            .formatted(PATH, lib));
  }

  /** Where pip puts CUDA's libraries: beside the package torch. */
  static List<Path> cudaRuntimes(Path lib) {
    Path nvidia = lib.toAbsolutePath().getParent().resolveSibling("nvidia");
    if (!Files.isDirectory(nvidia)) {
      return List.of();
    }
    try (Stream<Path> parts = Files.list(nvidia)) {
      return parts.map(part -> part.resolve("lib")).filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw Unreadable.of(nvidia, e);
    }
  }

  private static String said(String name) {
    String value = System.getProperty(name, System.getenv(name));
    return value == null || value.isBlank() ? null : value;
  }

  private static void setIfUnsaid(String name, String value) {
    if (said(name) == null) {
      System.setProperty(name, value);
    }
  }
}
