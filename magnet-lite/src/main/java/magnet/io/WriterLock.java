package magnet.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A new file that is locked for as long as its writer lives, by which what is being written is told
 * from what a killed process left.
 *
 * <p>A disk that knows no locks has none here either, and nothing on it counts as left over.
 */
final class WriterLock implements AutoCloseable {

  /** Never to be opened again: on Unix, closing any handle on a file gives back all its locks. */
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
   * @throws IOException if it cannot be made
   */
  static WriterLock create(Path file) throws IOException {
    OURS.add(file);
    try {
      FileChannel channel;
      do {
        // Before it is locked, another process may take it for left over and remove it.
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } while (isTaken(channel, file));
      return new WriterLock(file, channel);
    } catch (IOException | RuntimeException | Error e) {
      OURS.remove(file);
      throw e;
    }
  }

  private static boolean isTaken(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null && Files.exists(file)) {
        return false;
      }
    } catch (IOException e) {
      return false; // no locks on this disk: nobody removes anything
    }
    channel.close();
    return true;
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
      // No rights or no locks here, or another process was faster: it is not ours to remove.
    }
  }

  /** The open file. */
  FileChannel channel() {
    return channel;
  }

  /** Gives the lock back; the file stays. */
  @Override
  public void close() throws IOException {
    OURS.remove(file);
    channel.close();
  }
}
