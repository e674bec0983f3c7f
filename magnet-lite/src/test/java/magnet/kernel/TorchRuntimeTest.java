package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is settled before PyTorch starts, and which devices it then has. */
class TorchRuntimeTest {

  @TempDir Path folder;

  @AfterEach
  void forget() {
    for (String property :
        List.of(
            CudaSettings.STREAMS,
            CudaSettings.TF32,
            InstalledTorch.PATH,
            "PYTORCH_VERSION",
            "PYTORCH_FLAVOR")) {
      System.clearProperty(property);
    }
  }

  @Test
  void aDeviceIsThereOrRefusedWithTheReason() {
    assertEquals(Device.cpu(), TorchRuntime.device("CPU"));
    String why = refused(IllegalArgumentException.class, () -> TorchRuntime.device("gpu:99"));
    assertTrue(why.contains("GPUs here (") && why.contains("use device cpu"), why);
    why = refused(IllegalArgumentException.class, () -> TorchRuntime.device("cuda"));
    assertTrue(why.contains("auto, cpu, gpu or gpu:N"), why);
    if (!TorchRuntime.device("auto").isGpu()) {
      assertTrue(TorchRuntime.choice().startsWith("the CPU, as "), TorchRuntime.choice());
      assertThrows(IllegalArgumentException.class, () -> TorchRuntime.device("gpu"));
    } else {
      assertTrue(TorchRuntime.choice().startsWith("gpu:0, the first of "), TorchRuntime.choice());
    }
  }

  @Test
  void streamsAndUnknownSettingsAreRefused() {
    System.setProperty(CudaSettings.STREAMS, "true");
    String why = refused(IllegalStateException.class, CudaSettings::apply);
    assertTrue(why.contains("overtake") && why.contains("leave it out"), why);
    System.clearProperty(CudaSettings.STREAMS);
    System.setProperty(CudaSettings.TF32, "yes");
    why = refused(IllegalStateException.class, CudaSettings::apply);
    assertTrue(why.contains("=yes, expected true or false"), why);
  }

  @Test
  void anInstalledTorchTellsItsVersionAndCuda() throws IOException {
    Path python = Files.createDirectories(folder.resolve("site-packages/torch/lib"));
    Files.writeString(
        python.resolveSibling("version.py"), "debug = False\n__version__ = '2.11.0+cu130'\n");
    assertEquals(new InstalledTorch("2.11.0", "cu130"), InstalledTorch.in(python));
    Path alone = Files.createDirectories(folder.resolve("libtorch/lib"));
    Files.writeString(alone.resolveSibling("build-version"), "2.7.1+cpu\n");
    assertEquals(new InstalledTorch("2.7.1", "cpu"), InstalledTorch.in(alone));
    Path runtime = Files.createDirectories(folder.resolve("site-packages/nvidia/cu13/lib"));
    assertEquals(List.of(runtime), InstalledTorch.cudaRuntimes(python));
    assertEquals(List.of(), InstalledTorch.cudaRuntimes(alone));
  }

  @Test
  void aNamedTorchIsAnnouncedOrRefused() throws IOException {
    InstalledTorch.announce();
    assertEquals(null, System.getProperty("PYTORCH_VERSION"), "nothing was named");
    Path lib = Files.createDirectories(folder.resolve("torch/lib"));
    System.setProperty(InstalledTorch.PATH, lib.toString());
    String why = refused(IllegalStateException.class, InstalledTorch::announce);
    assertTrue(why.contains("has no libtorch") && why.contains("site-packages/torch/lib"), why);
    Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    why = refused(IllegalStateException.class, InstalledTorch::announce);
    assertTrue(why.contains("set PYTORCH_VERSION, as in 2.7.1"), why);
    Files.writeString(lib.resolveSibling("version.py"), "__version__ = '2.99.0+cu130'");
    System.setProperty("PYTORCH_FLAVOR", "cpu");
    why = refused(IllegalStateException.class, InstalledTorch::announce);
    assertTrue(why.contains("2.99.0+cpu, to which DJL 0.35.1 has no bridge here"), why);
    assertTrue(why.contains("build-bridge.sh (expected as "), why);
    Files.createFile(lib.resolve(System.mapLibraryName("djl_torch")));
    InstalledTorch.announce();
    assertEquals("2.99.0", System.getProperty("PYTORCH_VERSION"));
    assertEquals("cpu", System.getProperty("PYTORCH_FLAVOR"), "what the user said stays");
  }

  @Test
  void theVersionOnTheClassPathNeedsNoOtherBridge() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("torch/lib"));
    Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    Files.writeString(lib.resolveSibling("version.py"), "__version__ = '2.7.1+cpu'");
    System.setProperty(InstalledTorch.PATH, lib.toString());
    InstalledTorch.announce();
    assertEquals("2.7.1", System.getProperty("PYTORCH_VERSION"));
    assertEquals("cpu", System.getProperty("PYTORCH_FLAVOR"));
  }

  private static String refused(Class<? extends Exception> kind, Runnable call) {
    return assertThrows(kind, call::run).getMessage();
  }
}
