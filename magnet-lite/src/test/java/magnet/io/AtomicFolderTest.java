package magnet.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder holds all of the old files or all of the new ones, wherever its writer is killed. */
class AtomicFolderTest {

  private static final String HEAD = "config.json";

  @TempDir Path root;

  /** Each version has the head, two other files and one that no other version has. */
  private static void write(Path folder, String version) {
    AtomicFolder.write(
        folder,
        HEAD,
        List.of("only-old", "only-new", "only-newest"),
        stage -> {
          for (String name : List.of(HEAD, "a.bin", "sub/b.bin", "only-" + version)) {
            AtomicFile.write(stage.resolve(name), version);
          }
        });
  }

  /** What lies in a folder but for what is hidden, by name. */
  private static Map<String, String> content(Path folder) {
    return read(folder, false);
  }

  private static Map<String, String> hidden(Path folder) {
    return read(folder, true);
  }

  private static Map<String, String> read(Path folder, boolean hidden) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        String name = folder.relativize(file).toString();
        if (name.startsWith(".") == hidden && Files.isRegularFile(file)) {
          content.put(name, Files.readString(file));
        }
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> version(String name) {
    return Map.of(
        HEAD, name, "a.bin", name, "sub/b.bin", name, "only-" + name, name, "mine.txt", "mine");
  }

  private Path old(String name) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.writeString(folder.resolve("mine.txt"), "mine");
    write(folder, "old");
    return folder;
  }

  @Test
  void whereverTheWriterIsKilledAllIsOldOrAllIsNew() throws IOException {
    int olds = 0;
    int news = 0;
    boolean killed = true;
    for (int at = 1; killed; at++) {
      Path folder = old("killed-at-" + at);
      MortalDisk disk = new MortalDisk(at);
      killed = disk.kills(() -> write(disk.path(folder), "new"));
      Map<String, String> unsettled = content(folder);
      assertTrue(
          !unsettled.containsKey(HEAD)
              || unsettled.equals(version("old"))
              || unsettled.equals(version("new")),
          () -> "who knows nothing of this finds no mixture: " + unsettled);
      AtomicFolder.settle(folder);
      boolean isNew = content(folder).equals(version("new"));
      assertTrue(isNew || content(folder).equals(version("old")), content(folder)::toString);
      olds += isNew ? 0 : 1;
      news += isNew ? 1 : 0;
      assertTrue(killed || isNew);
      write(folder, "newest");
      assertEquals(version("newest"), content(folder));
      assertEquals(Map.of(), hidden(folder), "what the killed writer left is gone");
    }
    assertTrue(olds >= 10 && news >= 10, olds + " and " + news);
  }

  @Test
  void whoeverFinishesMayBeKilledToo() throws IOException {
    int deaths = 0;
    boolean writerKilled = true;
    for (int at = 1; writerKilled; at++) {
      Path first = old("first-" + at);
      MortalDisk disk = new MortalDisk(at);
      writerKilled = disk.kills(() -> write(disk.path(first), "new"));
      if (!writerKilled || !Files.exists(first.resolve(".save"))) {
        continue;
      }
      boolean killed = true;
      for (int then = 1; killed; then++) {
        Path folder = old("then-" + at + "-" + then);
        MortalDisk again = new MortalDisk(at);
        assertTrue(again.kills(() -> write(again.path(folder), "new")));
        MortalDisk finishing = new MortalDisk(then);
        killed = finishing.kills(() -> AtomicFolder.settle(finishing.path(folder)));
        deaths += killed ? 1 : 0;
        AtomicFolder.settle(folder);
        assertEquals(version("new"), content(folder));
        AtomicFolder.removeLeftOver(folder);
        assertEquals(Map.of(), hidden(folder));
      }
    }
    assertTrue(deaths >= 20, deaths + " deaths");
  }

  @Test
  void whatFailsLeavesEverythingAsItWas() throws IOException {
    Path folder = old("kept");
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFolder.write(
                folder,
                HEAD,
                List.of("only-old"),
                stage -> {
                  AtomicFile.write(stage.resolve("a.bin"), "half");
                  throw new IllegalStateException();
                }));
    assertEquals(version("old"), content(folder));
    assertEquals(Map.of(), hidden(folder));
  }

  @Test
  void oneOfSeveralWritersAtOnceWins() throws Exception {
    Path folder = root.resolve("crowd");
    ExecutorService crowd = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String version = List.of("old", "new", "newest").get(i % 3);
        all.add(crowd.submit(() -> write(folder, version)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      crowd.shutdown();
    }
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertEquals(version(content(folder).get(HEAD)), content(folder));
    assertEquals(Map.of(), hidden(folder));
  }

  @Test
  void aFolderFromElsewhereCannotReachOutOfItself() throws IOException {
    Path victim = Files.writeString(root.resolve("victim"), "still here");
    for (String list : List.of("../victim", "config.json\n../victim", victim.toString(), "")) {
      Path folder = root.resolve("from-elsewhere-" + list.hashCode());
      Files.createDirectories(folder.resolve(".save"));
      Files.writeString(folder.resolve(".save/.list"), list);
      Files.writeString(folder.resolve(".save/config.json"), "evil");
      UncheckedIOException error =
          assertThrows(UncheckedIOException.class, () -> AtomicFolder.settle(folder));
      assertTrue(error.getMessage().contains("remove " + folder), error.getMessage());
      assertEquals("still here", Files.readString(victim));
    }
    Path linked = Files.createDirectories(root.resolve("linked/.save/out")).getParent().getParent();
    Files.writeString(linked.resolve(".save/.list"), "config.json");
    Files.writeString(linked.resolve(".save/config.json"), "{}");
    Files.writeString(linked.resolve(".save/out/victim"), "evil");
    Files.createSymbolicLink(linked.resolve("out"), root);
    assertThrows(UncheckedIOException.class, () -> AtomicFolder.settle(linked));
    assertEquals("still here", Files.readString(victim));
  }

  @Test
  void aFolderIsDeletedWithAllInItButNotWhatItsLinksLeadTo() throws IOException {
    Path kept = Files.writeString(Files.createDirectories(root.resolve("kept")).resolve("a"), "a");
    Path gone = Files.createDirectories(root.resolve("gone/deep/deeper"));
    Files.writeString(gone.resolve("b"), "b");
    Files.createSymbolicLink(root.resolve("gone/link"), root.resolve("kept"));
    AtomicFolder.delete(root.resolve("gone"));
    assertFalse(Files.exists(root.resolve("gone")));
    assertTrue(Files.exists(kept));
    AtomicFolder.delete(root.resolve("never there"));
  }
}
