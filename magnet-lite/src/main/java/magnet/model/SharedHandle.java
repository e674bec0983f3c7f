package magnet.model;

import java.util.concurrent.atomic.AtomicInteger;
import magnet.kernel.NativeMemory;

/**
 * One of several handles on something that holds native memory: it is closed with the last handle.
 * Models that share a base each hold one.
 */
public final class SharedHandle<T extends AutoCloseable> implements AutoCloseable {

  private final T thing;
  private final AtomicInteger handles;
  private boolean closed;

  private SharedHandle(T thing, AtomicInteger handles) {
    this.thing = thing;
    this.handles = handles;
  }

  /** The first handle. */
  public static <T extends AutoCloseable> SharedHandle<T> of(T thing) {
    return new SharedHandle<>(thing, new AtomicInteger(1));
  }

  /** A handle on what another owner closes: closing it and all its shares frees nothing. */
  public static <T extends AutoCloseable> SharedHandle<T> lent(T thing) {
    return new SharedHandle<>(thing, new AtomicInteger(2));
  }

  /** Another handle. */
  public SharedHandle<T> share() {
    handles.incrementAndGet();
    return new SharedHandle<>(thing, handles);
  }

  /** What the handle is on. */
  public T get() {
    return thing;
  }

  /** Releases this handle; releasing it twice is fine. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (handles.decrementAndGet() == 0) {
        NativeMemory.free(thing);
      }
    }
  }
}
