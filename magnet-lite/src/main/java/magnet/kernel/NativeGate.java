package magnet.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The one way into native code, which closes when the process ends: PyTorch cleans up then, and a
 * call that still runs, as after Ctrl-C in training, would crash on freed memory.
 */
public final class NativeGate {

  private static final long LONGEST_CALL_SECONDS = 30;
  private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

  private NativeGate() {}

  /** Runs a native call; waits forever once the process is ending. */
  public static <T> T pass(Supplier<T> call) {
    GATE.readLock().lock();
    try {
      return call.get();
    } finally {
      GATE.readLock().unlock();
    }
  }

  /** Runs a native call without a result, in the same way. */
  public static void run(Runnable call) {
    pass(
        () -> {
          call.run();
          return null;
        });
  }

  /** When the process is ending, lets running calls finish and no other start. */
  static void closeAtTheEnd() {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeGate::close, "native-gate"));
  }

  private static void close() {
    try {
      GATE.writeLock().tryLock(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
