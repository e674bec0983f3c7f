package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {

  private static final String PYTHON =
      Optional.ofNullable(System.getenv("MAGNET_PYTHON")).orElse("python3");

  private static final DecoderTraits TRAITS =
      new DecoderTraits(
          2,
          new DecoderTraits.Attention(4, 2, 8, 8, 0.25, 0, 3, false),
          DecoderTraits.Norm.RMS,
          1e-5,
          new DecoderTraits.Mlp(Activation.SILU, true),
          false,
          1,
          0,
          List.of(0, 1));

  @Test
  void holdsWhatTorchJitSaveWrites() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    byte[] bytes = DecoderKernel.archive(TRAITS).bytes();
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
                () -> TorchScriptArchive.of("tensors.torchscript", Map.of("name", "text")))
            .getMessage();
    assertTrue(message.contains("name") && message.contains("String"), message);
  }

  @Test
  void refusesSourceThatIsNotThere() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TorchScriptArchive.of("absent.torchscript", Map.of()))
            .getMessage();
    assertTrue(message.contains("absent.torchscript"), message);
  }

  /** The same file measures a kernel where there is no JVM. */
  @Test
  void loadsInPython(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        run("import torch").code() == 0, PYTHON + " has no torch; name another by MAGNET_PYTHON");
    Path file = folder.resolve("decoder.pt");
    DecoderKernel.archive(TRAITS).write(file);
    Result result =
        run(
            """
            import torch
            kernels = torch.jit.load(r'%s')
            x, w = torch.randn(3, 5), torch.randn(5)
            expected = x / (x.pow(2).mean(-1, keepdim=True) + kernels.norm_epsilon).sqrt() * w
            assert torch.allclose(kernels.rms_norm(x, w), expected, atol=1e-6)
            assert kernels.layers == 2 and kernels.key_value_heads == 2
            assert kernels.kinds == [0, 1] and kernels.stacked == [3, 1, 2, 1]
            print('equal')
            """
                .formatted(file));
    assertEquals("equal", result.output().strip());
  }

  private record Result(int code, String output) {}

  private static Result run(String script) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(PYTHON, "-c", script).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Result(-1, e.toString());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
