package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import magnet.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {

  private static final Map<String, Object> TRAITS = DecoderKernelTest.TRAITS;

  @Test
  void holdsWhatTorchJitSaveWrites() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    byte[] bytes = DecoderKernel.archive(TRAITS);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertEquals(ZipEntry.STORED, entry.getMethod(), entry.getName());
      }
    }
    assertEquals(
        "[kernels/code/__torch__.py, kernels/constants.pkl, kernels/data.pkl, kernels/version]",
        names.toString());
  }

  @Test
  void refusesAnAttributeThatTorchScriptCannotHold() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TorchScriptArchive.of(Map.of("name", "text"), "tensors.torchscript"))
            .getMessage();
    assertTrue(message.contains("name") && message.contains("String"), message);
  }

  @Test
  void refusesSourceThatIsNotThere() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TorchScriptArchive.of(Map.of(), "absent.torchscript"))
            .getMessage();
    assertTrue(message.contains("absent.torchscript"), message);
  }

  /** The same file measures a kernel where there is no JVM. */
  @Test
  @Tag("slow")
  @Tag("peer")
  void loadsInPython(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("decoder.pt");
    Files.write(file, DecoderKernel.archive(TRAITS));
    JsonObject found = Peer.run("torchscript_archive.py", Map.of(), file);
    assertEquals(0, found.get("difference").getAsDouble(), 1e-6);
    assertEquals(2, found.get("layers").getAsInt());
    assertEquals(2, found.get("keyValueHeads").getAsInt());
    assertEquals("[0,1]", found.get("kinds").toString());
    assertEquals("[3,1,2,1]", found.get("stacked").toString());
  }
}
