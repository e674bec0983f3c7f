package magnet.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A file that is locked for as long as its writer lives; it tells what is being written from what a
 * killed process left.
 *
 * <p>A disk that knows no locks has none here either, and nothing on it counts as left over.
 */
final class WriterLock implements AutoCloseable {

  /** Never to be opened again: on Unix, closing any handle on a file releases all its locks. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private WriterLock(Path file, OpenOption how) throws IOException {
    this.file = file;
    OURS.add(file);
    try {
      channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
    } catch (IOException | RuntimeException e) {
      OURS.remove(file);
      throw e;
    }
  }

  /**
   * Makes and locks a file.
   *
   * @param names absolute, and of no name that somebody else takes; another process may take the
   *     file for left over and remove it until it is locked: then another name will do
   * @throws IOException if it cannot be made
   */
  static synchronized WriterLock create(Supplier<Path> names) throws IOException {
    while (true) {
      WriterLock lock = new WriterLock(names.get(), StandardOpenOption.CREATE_NEW);
      if (lock.isHeld()) {
        return lock;
      }
      lock.close();
    }
  }

  /**
   * Locks a file that several writers share, and waits for the one that holds it.
   *
   * @param file absolute; made if it is absent; to be removed while it is held
   * @throws IOException if it cannot be made
   */
  static synchronized WriterLock acquire(Path file) throws IOException {
    while (true) {
      WriterLock lock = new WriterLock(file, StandardOpenOption.CREATE);
      try {
        if (lock.isHeldAtLast()) {
          return lock;
        }
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      lock.close(); // the one before has removed it
    }
  }

  private boolean isHeldAtLast() throws IOException {
    Object before = key(file);
    try {
      channel.lock();
    } catch (IOException e) {
      // No locks on this disk: the holder is taken for dead.
    }
    return before != null && before.equals(key(file));
  }

  private static Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key; // some systems have none
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private boolean isHeld() {
    try {
      return channel.tryLock() != null && Files.exists(file);
    } catch (IOException e) {
      return true; // no locks on this disk: nobody removes anything
    }
  }

  /** Removes what was written under a lock whose writer is no more, and the lock's file. */
  @FunctionalInterface
  interface Removal {

    void run(Path lock) throws IOException;
  }

  /**
   * Removes what killed processes left in a folder; does nothing where the writer lives, or where
   * that cannot be told.
   *
   * @param names those of the locks that writers make
   * @param removal runs while no other process can run its own
   */
  static void removeLeftOver(Path folder, Pattern names, Removal removal) {
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(
            folder, each -> names.matcher(each.getFileName().toString()).matches())) {
      for (Path lock : locks) {
        removeIfLeft(lock, removal);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder may be writable but not listable: what is left over there stays.
    }
  }

  private static synchronized void removeIfLeft(Path file, Removal removal) {
    if (OURS.contains(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        removal.run(file);
      }
    } catch (IOException e) {
      // No permission or no locks here, or another process was faster: it is not ours to remove.
    }
  }

  Path file() {
    return file;
  }

  FileChannel channel() {
    return channel;
  }

  /** Releases the lock; the file stays. */
  @Override
  public void close() throws IOException {
    OURS.remove(file);
    channel.close();
  }
}
