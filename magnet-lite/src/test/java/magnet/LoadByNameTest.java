package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.hub.FakeHub;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model's name means to {@link Magnet#load(String)}. */
class LoadByNameTest {

  @TempDir Path folder;

  @Test
  void aFolderThatIsThere() {
    Path checkpoint = TinyCheckpoint.in(folder);
    try (Magnet model = Magnet.load(checkpoint.toString())) {
      assertTrue(model.toString().startsWith(checkpoint.toString()), model.toString());
    }
  }

  @Test
  void whatIsNeitherAFolderNorARepositoryIsRefusedWithoutAskingAnybody() {
    for (String name : List.of("my-modle", "./org/name", "a/b/c", "", "/org/name")) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> Magnet.load(name));
      assertTrue(error.getMessage().contains("\"" + name + "\""), error.getMessage());
      assertTrue(error.getMessage().contains("organisation/name"), error.getMessage());
    }
  }

  @Test
  @Tag("slow")
  void aMistypedFolderIsToldBesideWhatTheHubSays() throws Exception {
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.createDirectories(work.resolve("models/llama"));
    try (FakeHub hub = new FakeHub()) {
      String online = load(hub, "0", "", work, "models/lama");
      assertTrue(online.contains("magnet: there is no folder \"models/lama\" in " + work), online);
      assertTrue(
          online.matches(
              "(?s).*IllegalArgumentException: models/lama has no config.json; .*"
                  + "\\(If a folder was meant: there is no folder .*\\)\\s*"),
          online);
      String offline = load(hub, "1", "", work, "openai/gpt5");
      assertFalse(offline.contains("magnet: there is no folder"), "openai is no folder " + offline);
      assertTrue(offline.contains("IllegalStateException: openai/gpt5 is not complete"), offline);
      assertTrue(offline.contains("there is no folder \"openai/gpt5\" in " + work), offline);
    }
  }

  @Test
  @Tag("slow")
  void aRepositoryOfTheHubIsDownloadedOnceAndThenFound() throws Exception {
    Path checkpoint = TinyCheckpoint.in(folder.resolve("checkpoint"));
    String direct = vector(checkpoint);
    try (FakeHub hub = new FakeHub()) {
      try (Stream<Path> files = Files.list(checkpoint)) {
        for (Path file : files.toList()) {
          hub.with(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      String online = load(hub, "0", "hf_secretSecret", folder, "org/tiny", "org/tiny");
      assertTrue(online.contains("org/tiny (llama"), online);
      assertTrue(online.contains(direct), online);
      assertTrue(
          online.matches(
              "(?s).*magnet: downloading .* of org/tiny in \\d files; .* are free in .*"),
          online);
      assertTrue(
          online.matches("(?s).*magnet: the weights need about .* of memory in float32, .*"),
          online);
      assertTrue(online.matches("(?s).*org/tiny, MB .*100 %.*"), online);
      assertFalse(online.contains("secretSecret"), online);
      assertEquals(2, online.split("magnet: PyTorch .* on cpu").length, "the device, once");
      hub.calls().clear();
      String offline = load(hub, "1", "", folder, "org/tiny", "org/tiny");
      assertTrue(offline.contains(direct), offline);
      assertEquals(List.of(), hub.calls());
    }
  }

  private static String vector(Path checkpoint) {
    try (Magnet model =
        Magnet.load(checkpoint, Loading.auto().precision("float32").device("cpu"))) {
      return "" + model.embed("the cat").vectors()[0][0];
    }
  }

  private String load(FakeHub hub, String offline, String token, Path in, String... names)
      throws IOException, InterruptedException {
    String classes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                LoadProcess.class.getName()));
    command.addAll(List.of(names));
    ProcessBuilder process =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    process
        .environment()
        .putAll(
            Map.of(
                "HF_ENDPOINT",
                hub.endpoint().toString(),
                "HF_HOME",
                folder.resolve("home").toString(),
                "HF_HUB_OFFLINE",
                offline,
                "HF_TOKEN",
                token,
                "MAGNET_PROGRESS",
                "piped"));
    Process running = process.start();
    String said = new String(running.getInputStream().readAllBytes());
    assertEquals(0, running.waitFor(), said);
    return said;
  }
}
