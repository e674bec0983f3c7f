package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files that belong together, so that a folder holds all of the old ones or all of the new
 * ones, whenever the process is killed. What else the folder holds stays as it is.
 *
 * <p>The files are written to a hidden folder inside the folder. One move gives that folder its
 * fixed name, {@code .save}: from then on the new files count. They are then moved to their places,
 * by the writer or, if it is killed, by the next process that {@linkplain #settle settles} the
 * folder before it reads or writes it. One file is the head, without which the others do not count:
 * the old one goes first and the new one comes last, so that a program unaware of this finds no
 * mixture either. (The folder itself is never moved: it may be a volume, the current folder or a
 * clone.)
 */
public final class AtomicFolder {

  private static final String COMMITTED = ".save";
  private static final String LOCK = ".lock";
  private static final Pattern COMMIT_LOCK = Pattern.compile(Pattern.quote(COMMITTED + LOCK));
  private static final Pattern STAGE_LOCK = Pattern.compile("\\.save-[0-9a-f-]{36}\\.lock");

  /** In a hidden folder: the head in the first line, then what is to go. */
  private static final String LIST = ".list";

  private static final int LIST_BYTES = 1 << 16;

  private AtomicFolder() {}

  /**
   * Writes or replaces files of a folder in one step.
   *
   * @param folder made if it is absent
   * @param head the file without which the others do not count; the content must write it
   * @param obsolete files that are removed unless the content writes them
   * @param content writes the files to the folder that it is given; if it fails, all stays as it
   *     was
   * @throws UncheckedIOException if they cannot be written
   */
  public static void write(
      Path folder, String head, Collection<String> obsolete, Consumer<Path> content) {
    Path absolute = folder.toAbsolutePath();
    try {
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute);
      }
      settle(absolute);
      removeLeftOver(absolute);
      try (WriterLock lock = WriterLock.create(() -> stageLock(absolute))) {
        Path stage = stage(lock.file());
        try {
          Files.createDirectory(stage);
          content.accept(stage);
          List<String> list = new ArrayList<>(List.of(head));
          obsolete.stream().filter(name -> !Files.exists(stage.resolve(name))).forEach(list::add);
          AtomicFile.write(stage.resolve(LIST), String.join("\n", list));
          commit(absolute, stage, list);
        } finally {
          deleteAll(stage); // it is still there only after a failure
          Files.deleteIfExists(lock.file());
        }
      }
    } catch (IOException e) {
      throw AtomicFile.unwritten(folder, e);
    }
  }

  /** Beside the hidden folder: a folder in which a file is open cannot be moved everywhere. */
  private static Path stageLock(Path folder) {
    return folder.resolve(COMMITTED + "-" + UUID.randomUUID() + LOCK);
  }

  private static Path stage(Path lock) {
    String name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  private static synchronized void commit(Path folder, Path stage, List<String> list)
      throws IOException {
    for (Path file : files(stage)) { // what cannot be put in place must not count
      Path place = inside(folder, stage.relativize(file).toString());
      if (Files.isDirectory(place)) {
        throw new IOException(place + " is a folder");
      }
    }
    try (WriterLock lock = WriterLock.acquire(folder.resolve(COMMITTED + LOCK))) {
      putInPlace(folder); // what another process left meanwhile
      Files.move(stage, folder.resolve(COMMITTED), StandardCopyOption.ATOMIC_MOVE);
      putInPlace(folder, list);
      Files.deleteIfExists(lock.file());
    }
  }

  /**
   * Finishes what a killed process had begun to put in place. To be called before a folder is read
   * that {@link #write} may have written; does nothing to any other, or where there is none.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public static synchronized void settle(Path folder) {
    Path absolute = folder.toAbsolutePath();
    if (!Files.isDirectory(absolute.resolve(COMMITTED))) {
      return;
    }
    // The writer may be alive: then this waits for it.
    try (WriterLock lock = WriterLock.acquire(absolute.resolve(COMMITTED + LOCK))) {
      putInPlace(absolute);
      Files.deleteIfExists(lock.file());
    } catch (IOException e) {
      throw new UncheckedIOException(
          ("%s holds a save that was broken off and cannot be finished: %s; check the folder's"
                  + " permissions and free space.")
              .formatted(folder, e),
          e);
    }
  }

  /** Puts in place what is there, if anything is. */
  private static void putInPlace(Path folder) throws IOException {
    Path committed = folder.resolve(COMMITTED);
    Path list = committed.resolve(LIST);
    if (Files.exists(list)) {
      List<String> names = Files.size(list) > LIST_BYTES ? List.of() : Files.readAllLines(list);
      if (names.isEmpty()) {
        throw new IOException(list + " is not a list of files; remove " + committed);
      }
      putInPlace(folder, names);
    } else {
      Files.deleteIfExists(committed); // all is in place
    }
  }

  /** May be broken off anywhere and done again. */
  private static void putInPlace(Path folder, List<String> list) throws IOException {
    Path committed = folder.resolve(COMMITTED);
    Path headPlace = inside(folder, list.get(0));
    Path head = inside(committed, list.get(0));
    if (Files.exists(head)) {
      Files.deleteIfExists(headPlace);
      for (String obsolete : list.subList(1, list.size())) {
        Files.deleteIfExists(inside(folder, obsolete));
      }
      for (Path file : files(committed)) {
        if (!file.equals(head) && !file.equals(committed.resolve(LIST))) {
          Path place = inside(folder, committed.relativize(file).toString());
          Files.createDirectories(place.getParent());
          Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      Files.move(head, headPlace, StandardCopyOption.ATOMIC_MOVE);
    }
    for (Path each : deepestFirst(committed)) { // its list last: without one, all is in place
      if (!each.equals(committed) && !each.equals(committed.resolve(LIST))) {
        Files.deleteIfExists(each);
      }
    }
    deleteAll(committed);
  }

  /** A folder from elsewhere may hold a list or a link that leads out of it. */
  private static Path inside(Path folder, String name) throws IOException {
    try {
      Path relative = Path.of(name).normalize();
      Path place = folder.resolve(relative);
      boolean out = relative.isAbsolute() || relative.startsWith("..") || place.equals(folder);
      for (Path up = place.getParent(); !out && !up.equals(folder); up = up.getParent()) {
        out = Files.isSymbolicLink(up);
      }
      if (!out) {
        return place;
      }
    } catch (InvalidPathException e) {
      // Reported below.
    }
    throw new IOException(
        "it names a file outside of the folder; remove " + folder.resolve(COMMITTED));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Removes what killed processes left in a folder, if there is one, that does not count yet. */
  public static void removeLeftOver(Path folder) {
    Path absolute = folder.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      return;
    }
    AtomicFile.removeLeftOver(absolute);
    WriterLock.removeLeftOver(absolute, COMMIT_LOCK, Files::deleteIfExists);
    WriterLock.removeLeftOver(
        absolute,
        STAGE_LOCK,
        lock -> {
          deleteAll(stage(lock));
          Files.deleteIfExists(lock);
        });
  }

  /**
   * Removes a folder, if it is there, and all in it; a link in it goes, what it leads to stays.
   *
   * @throws UncheckedIOException if something in it cannot be removed
   */
  public static void delete(Path folder) {
    try {
      deleteAll(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be removed: " + e + "; check its permissions.", e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try {
      for (Path each : deepestFirst(folder)) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // Absent.
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
