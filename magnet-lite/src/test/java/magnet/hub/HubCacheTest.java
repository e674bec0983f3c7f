package magnet.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubCacheTest extends HubTest {

  @Test
  void aModelLiesWhereHuggingfaceHubWouldPutIt() throws IOException {
    Path folder = model();
    assertEquals(repoFolder().resolve("snapshots").resolve(FakeHub.COMMIT), folder);
    assertEquals(FakeHub.COMMIT, Files.readString(repoFolder().resolve("refs/main")));
    String sha256 = FakeHub.hash("SHA-256", WEIGHTS);
    Path weights = folder.resolve("model.safetensors");
    assertEquals(Path.of("../../blobs/" + sha256), Files.readSymbolicLink(weights));
    assertArrayEquals(WEIGHTS, Files.readAllBytes(weights));
    String sha1 = FakeHub.gitSha1("{}".getBytes());
    assertEquals(
        Path.of("../../blobs/" + sha1), Files.readSymbolicLink(folder.resolve("config.json")));
    assertEquals(3, count(repoFolder().resolve("blobs")), "only what a model needs, nothing begun");
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    Path folder = model();
    hub.calls().clear();
    assertEquals(folder, model());
    assertEquals(List.of("GET /api/models/org/tiny/revision/main"), hub.calls());

    Files.delete(folder.resolve("config.json")); // the link alone: its content is there
    hub.calls().clear();
    assertEquals("{}", Files.readString(model().resolve("config.json")));
    assertEquals(1, hub.calls().size());
  }

  @Test
  void aWholeCommitIsNotAskedForAgain() {
    Repo fixed = Repo.model("org/tiny@" + FakeHub.COMMIT);
    Path folder = downloads().model(fixed, any -> {});
    assertFalse(Files.exists(repoFolder().resolve("refs")), "a commit needs no reference");
    hub.calls().clear();
    assertEquals(folder, downloads().model(fixed, any -> {}));
    assertEquals(List.of(), hub.calls());
  }

  @Test
  void offlineTheCacheIsEnoughOrTheErrorSaysWhatToDo() throws IOException {
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class, () -> downloads(offline()).model(REPO, any -> {}));
    assertTrue(error.getMessage().contains("HF_HUB_OFFLINE"), error.getMessage());
    assertEquals(List.of(), hub.calls());
    Path folder = model();
    hub.calls().clear();
    assertEquals(folder, downloads(offline()).model(REPO, any -> {}));
    Files.delete(folder.resolve("model.safetensors"));
    assertThrows(IllegalStateException.class, () -> downloads(offline()).model(REPO, any -> {}));
    assertEquals(List.of(), hub.calls());
  }

  @Test
  void withoutANetworkTheCacheIsUsedAndANoteSaysSo() {
    Path folder = model();
    hub.close();
    notes.clear();
    assertEquals(folder, model());
    assertTrue(String.join("\n", notes).contains("Using what was downloaded before"), "" + notes);
  }

  @Test
  void shardsAreThoseOfTheIndex() throws IOException {
    hub.with("model.safetensors.index.json", index("model-1.safetensors", "model-2.safetensors"))
        .with("model-1.safetensors", random(1000))
        .with("model-2.safetensors", random(0))
        .with("model-3.safetensors", random(1000));
    assertTrue(Files.exists(model().resolve("model.safetensors")), "whole before shards");
    try (FakeHub sharded = new FakeHub()) {
      sharded
          .with("config.json", "{}")
          .with("tokenizer.json", "{}")
          .with("model.safetensors.index.json", index("a.safetensors", "deep/b.safetensors"))
          .with("a.safetensors", random(1000))
          .with("deep/b.safetensors", random(10));
      Path own = cache.resolve("other");
      HubSettings there =
          new HubSettings(sharded.endpoint(), own, false, Optional.empty(), Patience.usual());
      Path folder = downloads(there).model(REPO, any -> {});
      assertEquals(10, Files.size(folder.resolve("deep/b.safetensors")));
      assertTrue(
          Files.readSymbolicLink(folder.resolve("deep/b.safetensors"))
              .startsWith("../../../blobs"));
      HubSettings alone =
          new HubSettings(sharded.endpoint(), own, true, Optional.empty(), Patience.usual());
      assertEquals(folder, downloads(alone).model(REPO, any -> {}), "complete without the Hub");
    }
  }

  @Test
  void ofAnAdapterOnlyItsOwnFilesAreFetched() throws IOException {
    try (FakeHub adapters = new FakeHub()) {
      adapters
          .with("adapter_config.json", "{}")
          .with("adapter_model.safetensors", random(10))
          .with("magnet.json", "{}")
          .with("tokenizer.json", "{}")
          .with("training_args.bin", "pickled");
      HubSettings there =
          new HubSettings(adapters.endpoint(), cache, false, Optional.empty(), Patience.usual());
      Path folder = downloads(there).model(REPO, any -> {});
      assertEquals(3, count(folder));
      assertEquals(folder, downloads(offline()).model(REPO, any -> {}));
    }
  }

  @Test
  void ofATextEncoderThePoolingIsFetchedTooAndAllButTheWeightsFirst() {
    hub.with("modules.json", "[]")
        .with("sentence_bert_config.json", "{}")
        .with("config_sentence_transformers.json", "{}")
        .with("1_Pooling/config.json", "{}")
        .with("onnx/model.onnx", "another form");
    Path folder =
        downloads()
            .model(
                REPO,
                small -> {
                  assertTrue(Files.exists(small.resolve("modules.json")));
                  assertTrue(Files.exists(small.resolve("sentence_bert_config.json")));
                  assertTrue(Files.exists(small.resolve("config_sentence_transformers.json")));
                  assertTrue(Files.exists(small.resolve("1_Pooling/config.json")));
                  assertFalse(Files.exists(small.resolve("model.safetensors")));
                });
    assertTrue(Files.exists(folder.resolve("model.safetensors")));
    assertFalse(Files.exists(folder.resolve("onnx")));
  }

  @Test
  void theFileOfADataSet() throws IOException {
    hub.with("data/train 1.txt", "one\ntwo\n");
    Repo data = Repo.dataset("org/texts@v1.0");
    Path file = downloads().file(data, "data/train 1.txt");
    assertEquals("one\ntwo\n", Files.readString(file));
    Path folder = cache.resolve("datasets--org--texts");
    assertEquals(
        folder.resolve("snapshots").resolve(FakeHub.COMMIT).resolve("data/train 1.txt"), file);
    assertEquals(FakeHub.COMMIT, Files.readString(folder.resolve("refs/v1.0")));
    assertTrue(
        hub.calls().get(0).contains("/datasets/org/texts/resolve/v1.0/"), hub.calls().toString());
    assertEquals(file, downloads(offline()).file(data, "data/train 1.txt"));
    assertFault(() -> downloads().file(data, "other.txt"), "no file \"other.txt\"", "404");
    assertFault(() -> downloads().file(data, "../secret"), "no path inside");
  }
}
