package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubRefusalsTest extends HubTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | | does not accept the token",
        "403 | GatedRepo | accept its terms",
        "404 | RepoNotFound | There is no model org/tiny",
        "404 | RevisionNotFound | no revision",
        "418 | | answered 418"
      })
  void statusesBecomeSentences(int status, String code, String expected) {
    hub.trouble(
        status(status, Integer.MAX_VALUE, Map.of("X-Error-Code", code == null ? "" : code)));
    RuntimeException error = assertThrows(RuntimeException.class, this::model);
    assertTrue(error.getMessage().contains(expected), error.getMessage());
    assertTrue(error.getMessage().contains("" + status), error.getMessage());
    assertEquals(1, hub.calls().size(), "asking again would not help");
  }

  @Test
  void whoHasNoTokenIsToldWhereOneGoes() {
    hub.trouble(status(401, 1, Map.of()));
    HubSettings nobody =
        new HubSettings(hub.endpoint(), cache, false, Optional.empty(), Patience.usual());
    assertFault(() -> downloads(nobody).model(REPO, any -> {}), "401", "set HF_TOKEN");
  }

  @Test
  void whoIsLetInNoLongerKeepsWhatWasDownloaded() {
    Path folder = model();
    hub.trouble(status(403, 1, Map.of()));
    assertEquals(folder, model());
    assertTrue(notes.toString().contains("403"), notes.toString());
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "502", "503", "504"})
  void aBusyServerIsAskedAgain(int status) throws IOException {
    hub.trouble(status(status, 3, Map.of()));
    assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
    wipe(repoFolder());
    hub.trouble(status(status, Integer.MAX_VALUE, Map.of()));
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("answered " + status), error.getMessage());
  }

  @Test
  void aServerThatAsksForTimeGetsIt() throws IOException {
    hub.trouble(status(429, 1, Map.of("Retry-After", "1")));
    long begin = System.nanoTime();
    model();
    assertTrue(System.nanoTime() - begin >= 1_000_000_000L);
    hub.trouble(status(429, 1, Map.of("Retry-After", "3600")));
    wipe(repoFolder());
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("asks to wait 3600 s"), error.getMessage());
  }

  @Test
  void whatIsNoModelIsRefusedBeforeAnythingComes() {
    hub.with("tokenizer.model", "x");
    try (FakeHub pickled = new FakeHub()) {
      pickled.with("config.json", "{}").with("pytorch_model.bin", "x").with("tokenizer.json", "{}");
      HubSettings there =
          new HubSettings(pickled.endpoint(), cache, false, Optional.empty(), Patience.usual());
      assertFault(
          () -> downloads(there).model(REPO, any -> {}),
          "no model.safetensors, only pytorch_model.bin",
          "safe_serialization=True");
      pickled.with("model.safetensors", "x");
      Path folder = downloads(there).model(REPO, any -> {});
      assertFalse(Files.exists(folder.resolve("pytorch_model.bin")));
    }
  }

  @Test
  void aModelCanBeRefusedBeforeItsWeightsCome() {
    IllegalArgumentException refused = new IllegalArgumentException("not this family");
    RuntimeException error =
        assertThrows(
            RuntimeException.class,
            () ->
                downloads()
                    .model(
                        REPO,
                        folder -> {
                          assertTrue(Files.exists(folder.resolve("config.json")));
                          throw refused;
                        }));
    assertEquals(refused, error);
    assertFalse(hub.calls().toString().contains("model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://nowhere.invalid, no address of nowhere.invalid can be found; as where there is no"
        + " network",
    "http://127.0.0.1:1, 127.0.0.1 takes no connection"
  })
  void aHostThatCannotBeFoundOrReachedIsASentence(URI endpoint, String reason) {
    HubSettings settings =
        new HubSettings(endpoint, cache, false, Optional.empty(), Patience.usual().once());
    UncheckedIOException error =
        assertThrows(
            UncheckedIOException.class, () -> downloads(settings).model(REPO, folder -> {}));
    assertEquals(
        "the list of files of org/tiny could not be downloaded: "
            + reason.replace(';', ',')
            + "; check the network and try again, what has arrived is kept.",
        error.getMessage());
  }

  @Test
  void aPathOutOfTheCacheIsNotFollowed() {
    hub.with("../../evil.json", "x");
    assertFault(this::model, "../../evil.json", "HF_ENDPOINT");
  }

  @Test
  void theTokenGoesToTheHubAloneAndIsNeverShown() {
    model();
    assertFalse(hub.authorised().isEmpty());
    assertTrue(
        hub.authorised().stream().allMatch(call -> call.startsWith("hub ")),
        hub.authorised().toString());
    assertTrue(hub.calls().contains("GET /content/model.safetensors"));
    hub.trouble(status(401, Integer.MAX_VALUE, Map.of()));
    model();
    String said = notes + settings().toString() + settings().token();
    assertFalse(said.contains(TOKEN), said);
  }

  @Test
  void redirectsWithoutEndAndToOtherProtocolsAreNotFollowed() {
    hub.trouble(redirect(hub.endpoint() + "/again"));
    UncheckedIOException error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("more than 10 times"), error.getMessage());
    hub.trouble(redirect("file:///etc/passwd"));
    error = assertThrows(UncheckedIOException.class, this::model);
    assertTrue(error.getMessage().contains("from http to file"), error.getMessage());
  }
}
