package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Python's huggingface_hub and ours keep one cache. */
@Tag("slow")
@Tag("peer")
class HubPeerTest extends HubTest {

  private JsonObject python(String command) {
    Map<String, String> environment =
        Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HUB_OFFLINE", "0");
    return Peer.run("hub_cache.py", environment, command, REPO.name(), cache);
  }

  @Test
  void pythonFindsWhatWeDownload() throws IOException {
    Path folder = model();
    hub.calls().clear();
    JsonObject found = python("look");
    assertEquals(List.of(), hub.calls(), "Python had nothing to ask");
    assertEquals(0, found.getAsJsonArray("warnings").size(), found.toString());
    assertEquals(0, found.get("incomplete").getAsInt());
    assertEquals("org/tiny", found.get("repo").getAsString());
    assertEquals("model", found.get("kind").getAsString());
    assertEquals(FakeHub.COMMIT, found.get("commit").getAsString());
    assertEquals("[\"main\"]", found.get("refs").toString());
    assertEquals(
        "[\"config.json\",\"model.safetensors\",\"tokenizer.json\"]",
        found.get("files").toString());
    long size = 0;
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      size += Files.size(folder.resolve(name));
    }
    assertEquals(size, found.get("size").getAsLong());
    assertEquals(folder.resolve("model.safetensors"), Path.of(found.get("weights").getAsString()));
    assertEquals(folder, Path.of(found.get("offline").getAsString()));
  }

  @Test
  void weFindWhatPythonDownloads() throws IOException {
    Path folder = Path.of(python("download").get("folder").getAsString());
    hub.calls().clear();
    assertEquals(folder, downloads(offline()).model(REPO, any -> {}));
    assertEquals(folder, model());
    assertEquals(List.of("GET /api/models/org/tiny/revision/main"), hub.calls());
    assertArrayEquals(WEIGHTS, Files.readAllBytes(folder.resolve("model.safetensors")));
  }

  @Test
  void bothNameContentsAlike() throws IOException {
    python("download");
    Path other = cache.resolve("ours");
    HubSettings ours =
        new HubSettings(hub.endpoint(), other, false, Optional.empty(), Patience.usual());
    Path folder = downloads(ours).model(REPO, any -> {});
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Path theirs = repoFolder().resolve("snapshots").resolve(FakeHub.COMMIT).resolve(name);
      assertEquals(
          Files.readSymbolicLink(theirs), Files.readSymbolicLink(folder.resolve(name)), name);
    }
  }
}
