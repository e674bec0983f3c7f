package magnet.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  private WriterLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes and locks a file.
   *
   * @param file absolute, and of a name that nobody else takes
   * @return the lock; empty if another process takes the file for left over and removes it, which
   *     it may until it is locked: then another name will do
   * @throws IOException if it cannot be made
   */
  static synchronized Optional<WriterLock> create(Path file) throws IOException {
    OURS.add(file);
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      held = isHeld(channel, file);
      return held ? Optional.of(new WriterLock(file, channel)) : Optional.empty();
    } finally {
      if (!held) {
        OURS.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /**
   * Locks a file that several writers share, and waits for the one that holds it.
   *
   * @param file absolute; made if it is absent; to be removed while it is held
   * @throws IOException if it cannot be made
   */
  static synchronized WriterLock acquire(Path file) throws IOException {
    OURS.add(file);
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Object before = key(file);
        try {
          channel.lock();
        } catch (IOException e) {
          // No locks on this disk: the holder is taken for dead.
        }
        if (before != null && before.equals(key(file))) {
          return new WriterLock(file, channel);
        }
        channel.close(); // the one before has removed it
      }
    } catch (IOException | RuntimeException | Error e) {
      OURS.remove(file);
      throw e;
    }
  }

  private static Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key; // some systems have none
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean isHeld(FileChannel channel, Path file) {
    try {
      return channel.tryLock() != null && Files.exists(file);
    } catch (IOException e) {
      return true; // no locks on this disk: nobody removes anything
    }
  }

  /** Removes what was written under a lock whose writer is no more. */
  @FunctionalInterface
  interface Removal {

    /**
     * Removes it, the lock's file with it.
     *
     * @throws IOException if that is not possible
     */
    void run() throws IOException;
  }

  /**
   * Removes what a killed process left; does nothing where the writer lives, or where that cannot
   * be told.
   *
   * @param file the lock that the writer made, absolute
   * @param removal runs while no other process can run its own
   */
  static synchronized void removeIfLeft(Path file, Removal removal) {
    if (OURS.contains(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        removal.run();
      }
    } catch (IOException e) {
      // No permission or no locks here, or another process was faster: it is not ours to remove.
    }
  }

  /** Where it is. */
  Path file() {
    return file;
  }

  /** The open file. */
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
