package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import magnet.io.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

  @TempDir Path home;

  private HubSettings of(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return HubSettings.of(environment, home);
  }

  @Test
  void nothingSetMeansThePublicHubAndTheUsersCache() {
    HubSettings usual = of();
    assertEquals(URI.create("https://huggingface.co"), usual.endpoint());
    assertEquals(home.resolve(".cache/huggingface/hub"), usual.cache());
    assertFalse(usual.offline());
    assertTrue(usual.token().isEmpty());
    assertEquals(Patience.usual(), usual.patience());
  }

  @ParameterizedTest
  @CsvSource({
    "HF_HUB_CACHE, /a/b, /a/b",
    "HUGGINGFACE_HUB_CACHE, /a/b, /a/b",
    "HF_HOME, /a/b, /a/b/hub",
    "XDG_CACHE_HOME, /a/b, /a/b/huggingface/hub"
  })
  void theCacheIsWhereThePythonVariablesSay(String name, String value, String cache) {
    assertEquals(Path.of(cache), of(name, value).cache());
  }

  @Test
  void pathsMayHaveATildeAndVariables() {
    assertEquals(home.resolve("x/hub"), of("HF_HOME", "~/x").cache());
    assertEquals(Path.of("/data/y/hub"), of("HF_HOME", "$D/y", "D", "/data").cache());
    assertEquals(Path.of("/data/y/hub"), of("HF_HOME", "${D}/y", "D", "/data").cache());
    assertEquals(Path.of("$E/y/hub"), of("HF_HOME", "$E/y").cache());
  }

  @Test
  void theTokenComesFromTheVariableOrTheFileOrNotAtAll() throws IOException {
    Files.createDirectories(home.resolve(".cache/huggingface"));
    Files.writeString(home.resolve(".cache/huggingface/token"), "hf_ofTheFile\n");
    assertTrue(of().token().isPresent());
    assertTrue(of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").token().isEmpty());
    assertTrue(of("HF_TOKEN_PATH", home.resolve("none").toString()).token().isEmpty());
    assertTrue(of("HF_TOKEN_PATH", "/none", "HF_TOKEN", " hf_x\r\n").token().isPresent());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> of("HF_TOKEN", "hf_se cret"));
    assertFalse(error.getMessage().contains("cret"), error.getMessage());
  }

  @Test
  void aTokenIsNeverShownAndNeverSentInTheOpen() {
    HubSettings settings = of("HF_TOKEN", "hf_secret", "HF_ENDPOINT", "https://mirror.org/");
    assertEquals(URI.create("https://mirror.org"), settings.endpoint());
    assertFalse(settings.toString().contains("secret"), settings.toString());
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> of("HF_TOKEN", "hf_secret", "HF_ENDPOINT", "http://mirror.org"));
    assertTrue(error.getMessage().contains("without encryption"), error.getMessage());
    assertFalse(error.getMessage().contains("secret"), error.getMessage());
    assertTrue(of("HF_ENDPOINT", "http://mirror.org").token().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x.org", "mirror", "https://user:word@x.org", "https://a b"})
  void anEndpointThatIsNoneIsRefused(String endpoint) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> of("HF_ENDPOINT", endpoint));
    assertTrue(error.getMessage().contains("HF_ENDPOINT"), error.getMessage());
    assertFalse(error.getMessage().contains("word"), error.getMessage());
  }

  @Test
  void otherVariables() {
    assertTrue(of("HF_HUB_OFFLINE", "1").offline());
    assertTrue(of("TRANSFORMERS_OFFLINE", "yes").offline());
    assertFalse(of("HF_HUB_OFFLINE", "0").offline());
    assertEquals(Duration.ofSeconds(30), of("HF_HUB_DOWNLOAD_TIMEOUT", "30").patience().silence());
    assertThrows(IllegalArgumentException.class, () -> of("HF_HUB_DOWNLOAD_TIMEOUT", "soon"));
  }

  @ParameterizedTest
  @CsvSource({
    "org/name, org/name, main",
    "org/name@v1, org/name, v1",
    "org/name@refs/pr/3, org/name, refs/pr/3"
  })
  void namesOfRepositories(String text, String name, String revision) {
    Repo repo = Repo.model(text);
    assertEquals(name, repo.name());
    assertEquals(revision, repo.revision());
    assertEquals(text, repo.toString());
    assertTrue(Repo.isRepo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "a/b/c",
        "./name",
        "/org/name",
        "org/",
        "org/-name",
        "org/na--me",
        "org/..",
        "org/name.",
        "org\\name",
        "C:/name",
        "org/na me",
        ""
      })
  void whatCannotBeARepository(String text) {
    assertFalse(Repo.isRepo(text));
    assertThrows(IllegalArgumentException.class, () -> Repo.model(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/name@", "org/name@../x", "org/name@/x", "org/name@a b"})
  void whatCannotBeARevision(String text) {
    assertThrows(IllegalArgumentException.class, () -> Repo.model(text));
  }

  @Test
  void proxiesComeFromTheEnvironment() {
    EnvironmentProxy proxies =
        new EnvironmentProxy(
            Map.of("HTTPS_PROXY", "http://proxy.lab:3128", "no_proxy", "localhost, .lab.org"));
    Proxy found = proxies.select(URI.create("https://huggingface.co/x")).get(0);
    assertEquals("proxy.lab:3128", found.address().toString().replaceFirst("/.*:", ":"));
    assertEquals(Proxy.NO_PROXY, proxies.select(URI.create("https://a.lab.org/x")).get(0));
    assertEquals(Proxy.NO_PROXY, proxies.select(URI.create("https://lab.org/x")).get(0));
    assertTrue(proxies.select(URI.create("https://elab.org/x")).get(0).type() != Proxy.Type.DIRECT);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new EnvironmentProxy(Map.of("https_proxy", "http://me:sesame@proxy.lab:1"))
                    .select(URI.create("https://x.org")));
    assertFalse(error.getMessage().contains("sesame"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "812300, 812 kB",
    "999999, 1.0 MB",
    "2200000000, 2.2 GB",
    "14200000000, 14 GB",
    "1000000000000000, 1000 TB"
  })
  void sizesInWords(long bytes, String words) {
    assertEquals(words, ByteSize.of(bytes));
  }
}
