package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
 * by the writer or, if it is killed, by whoever {@linkplain #settle settles} the folder before he
 * reads or writes it. One file is the head, without which the others are nothing: the old one goes
 * first and the new one comes last, so that a program that knows nothing of this finds no mixture
 * either. (The folder itself is never moved: it may be a volume, the current folder or a clone.)
 */
public final class AtomicFolder {

  private static final String COMMITTED = ".save";
  private static final Pattern STAGE = Pattern.compile("\\.save-[0-9a-f-]{36}");

  /** In a hidden folder: locked by its writer; names the head, then what is to go. */
  private static final String LIST = ".list";

  private static final int LIST_BYTES = 1 << 16;

  private AtomicFolder() {}

  /**
   * Writes or replaces files of a folder in one step.
   *
   * @param folder made if it is absent
   * @param head the file without which the others are nothing; the content must write it
   * @param obsolete files that are removed unless the content writes them
   * @param content writes the files to the folder that it is given; if it fails, all stays as it
   *     was
   * @throws UncheckedIOException if they cannot be written
   */
  public static void write(
      Path folder, String head, Collection<String> obsolete, Consumer<Path> content) {
    Path absolute = folder.toAbsolutePath();
    try {
      Files.createDirectories(absolute);
      settle(absolute);
      removeLeftOver(absolute);
      Path stage = absolute.resolve(COMMITTED + "-" + UUID.randomUUID());
      try (WriterLock lock = stage(stage)) {
        content.accept(stage);
        List<String> list = new ArrayList<>(List.of(head));
        obsolete.stream().filter(name -> !Files.exists(stage.resolve(name))).forEach(list::add);
        byte[] lines = String.join("\n", list).getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeFully(lock.channel(), ByteBuffer.wrap(lines));
        lock.channel().force(true);
        commit(absolute, stage, list);
      } finally {
        if (Files.exists(stage)) { // only after a failure
          discard(stage);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be written: " + e + "; check the folder's rights and free space.", e);
    }
  }

  private static WriterLock stage(Path stage) throws IOException {
    while (true) {
      Files.createDirectory(stage);
      try {
        return WriterLock.create(stage.resolve(LIST));
      } catch (NoSuchFileException e) {
        // Another process took the empty folder for left over.
      }
    }
  }

  private static synchronized void commit(Path folder, Path stage, List<String> list)
      throws IOException {
    Path committed = folder.resolve(COMMITTED);
    do {
      settle(folder); // another process may have been faster
      try {
        Files.move(stage, committed, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.exists(committed)) {
          throw e;
        }
      }
    } while (Files.exists(stage));
    putInPlace(folder, list);
  }

  /**
   * Finishes what a killed process had begun to put in place. To be called before a folder is read
   * that {@link #write} may have written; does nothing to any other.
   *
   * @param folder may be absent
   * @throws UncheckedIOException if that is not possible
   */
  public static synchronized void settle(Path folder) {
    Path absolute = folder.toAbsolutePath();
    Path list = absolute.resolve(COMMITTED).resolve(LIST);
    try {
      while (Files.isDirectory(list.getParent())) {
        finish(absolute, list);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder
              + " holds a save that was broken off and cannot be finished: "
              + e
              + "; check the folder's rights and free space.",
          e);
    }
  }

  /** Waits for the writer, if it lives, and puts in place what it left. */
  private static void finish(Path folder, Path list) throws IOException {
    Object before = key(list);
    if (before == null) { // all is in place
      try {
        Files.deleteIfExists(list.getParent());
      } catch (DirectoryNotEmptyException e) {
        // The next writer was faster.
      }
      return;
    }
    try (FileChannel channel =
        FileChannel.open(list, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lock(channel);
      if (Objects.equals(before, key(list))) { // else the writer was only slow
        putInPlace(folder, read(channel, list));
      }
    } catch (NoSuchFileException e) {
      // The writer was only slow.
    }
  }

  private static List<String> read(FileChannel channel, Path list) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), LIST_BYTES));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until all is read.
    }
    List<String> names = new String(bytes.array(), StandardCharsets.UTF_8).lines().toList();
    if (names.isEmpty()) {
      throw new IOException(list + " names no file; remove " + list.getParent());
    }
    return names;
  }

  private static Object key(Path list) throws IOException {
    try {
      Object key = Files.readAttributes(list, BasicFileAttributes.class).fileKey();
      return key == null ? list : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Where the disk knows no locks, the writer is taken for dead. */
  private static void lock(FileChannel channel) {
    try {
      channel.lock();
    } catch (IOException e) {
      // No locks here.
    }
  }

  /** May be broken off anywhere and done again. */
  private static void putInPlace(Path folder, List<String> list) throws IOException {
    Path committed = folder.resolve(COMMITTED);
    Path head = inside(committed, list.get(0));
    Path headPlace = inside(folder, list.get(0));
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
    discard(committed);
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
      // Told below.
    }
    throw new IOException(
        "it names a file outside of the folder; remove " + folder.resolve(COMMITTED));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * Removes what processes left in a folder that were killed before their files counted.
   *
   * @param folder may be absent
   */
  public static void removeLeftOver(Path folder) {
    Path absolute = folder.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      return;
    }
    AtomicFile.removeLeftOver(absolute);
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(absolute, COMMITTED + "-*")) {
      for (Path stage : stages) {
        if (STAGE.matcher(stage.getFileName().toString()).matches()) {
          removeIfLeft(stage);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder may be written to and not be listed: what is left over there stays.
    }
  }

  private static void removeIfLeft(Path stage) throws IOException {
    if (Files.exists(stage.resolve(LIST))) {
      WriterLock.removeIfLeft(stage.resolve(LIST), () -> discard(stage));
    } else {
      Files.deleteIfExists(stage); // fails, and rightly, where a writer has just begun
    }
  }

  /** Its lock last, so that a folder without one is empty. */
  private static void discard(Path stage) throws IOException {
    Path list = stage.resolve(LIST);
    for (Path each : deepestFirst(stage)) {
      if (!each.equals(list) && !each.equals(stage)) {
        Files.deleteIfExists(each);
      }
    }
    Files.deleteIfExists(list);
    Files.deleteIfExists(stage);
  }

  /**
   * Removes a folder with all that is in it; a link in it goes, what it leads to stays.
   *
   * @param folder may be absent
   * @throws UncheckedIOException if something in it cannot be removed
   */
  public static void delete(Path folder) {
    try {
      for (Path each : deepestFirst(folder)) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // Absent.
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be removed: " + e + "; check its rights.", e);
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
