package magnet.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps threads and processes of ours from fetching the same content twice. Python takes another
 * kind of lock on the same file (flock, not fcntl), so one of each may still fetch it at a time:
 * each into a file of its own, and the last to finish replaces it with the same content.
 *
 * @param ofProcesses null where the file system knows no locks
 */
record BlobLock(ReentrantLock ofThreads, FileChannel channel, FileLock ofProcesses)
    implements AutoCloseable {

  private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_PROCESS =
      new ConcurrentHashMap<>();

  private static final long BETWEEN_MILLIS = 100;
  private static final int WORTH_TELLING = 30;

  /** Waits for the lock and takes it; {@code waiting} runs if another process keeps it long. */
  static BlobLock take(Path file, Runnable waiting) {
    ReentrantLock ofThreads =
        OF_THIS_PROCESS.computeIfAbsent(file.toAbsolutePath(), path -> new ReentrantLock());
    FileChannel channel = null;
    try {
      ofThreads.lockInterruptibly();
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new BlobLock(ofThreads, channel, take(channel, waiting));
    } catch (IOException | InterruptedException | RuntimeException e) {
      release(ofThreads, channel);
      throw e instanceof InterruptedException
          ? HttpCalls.interrupted()
          : e instanceof IOException io
              ? RepoCache.failure("locked", file, io)
              : (RuntimeException) e;
    }
  }

  private static FileLock take(FileChannel channel, Runnable waiting) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (IOException e) {
        return null;
      }
      if (tries == WORTH_TELLING) {
        waiting.run();
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
  }

  /** Whether other processes are kept out as well as other threads. */
  boolean keepsProcessesOut() {
    return ofProcesses != null;
  }

  @Override
  public void close() {
    release(ofThreads, channel);
  }

  /** Closing the channel releases the file's lock. */
  private static void release(ReentrantLock ofThreads, FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("A lock's file could not be closed: " + e, e);
    } finally {
      if (ofThreads.isHeldByCurrentThread()) {
        ofThreads.unlock();
      }
    }
  }
}
