package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted, as the Hub itself is: whose certificate is trusted is read from, and nobody else. */
@Tag("slow")
class HttpsTest {

  private static final String PASSWORD = "changeit";
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  @TempDir Path folder;

  private record Result(int code, String output) {}

  @Test
  void onlyATrustedHubIsReadFrom() throws Exception {
    byte[] weights = HubTest.random(100_000);
    Path store = store();
    try (FakeHub hub = new FakeHub(Optional.of(keys(store)))) {
      hub.with("config.json", "{}").with("tokenizer.json", "{}").with("model.safetensors", weights);
      assertEquals("https", hub.endpoint().getScheme());

      Result refused = download(hub, "a", List.of());
      assertNotEquals(0, refused.code(), refused.output());
      assertTrue(refused.output().contains("is not trusted by this Java"), refused.output());
      assertEquals(List.of(), hub.calls(), "nothing was asked for");

      Result trusted =
          download(
              hub,
              "b",
              List.of(
                  "-Djavax.net.ssl.trustStore=" + store,
                  "-Djavax.net.ssl.trustStorePassword=" + PASSWORD));
      assertEquals(0, trusted.code(), trusted.output());
      Path snapshot = folder.resolve("b/models--org--tiny/snapshots").resolve(FakeHub.COMMIT);
      assertArrayEquals(weights, Files.readAllBytes(snapshot.resolve("model.safetensors")));
    }
  }

  private Result download(FakeHub hub, String cache, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA.resolve("java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            DownloadProcess.class.getName(),
            hub.endpoint().toString(),
            folder.resolve(cache).toString()));
    return run(command);
  }

  /** A key and its own certificate for this machine. */
  private Path store() throws IOException, InterruptedException {
    Path store = folder.resolve("keys.p12");
    Result made =
        run(
            List.of(
                JAVA.resolve("keytool").toString(),
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    assertEquals(0, made.code(), made.output());
    return store;
  }

  private static SSLContext keys(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
