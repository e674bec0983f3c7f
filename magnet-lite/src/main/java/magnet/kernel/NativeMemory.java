package magnet.kernel;

import ai.djl.ndarray.NDManager;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What an object holds outside the Java heap: freed when the object is closed or, if it never is,
 * soon after it is collected.
 */
public final class NativeMemory implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Cleaner.Cleanable parts;

  /**
   * Holds what is to be freed.
   *
   * @param owner whose end frees the parts
   * @param parts closed in order, once; none of them may lead to the owner, which would never be
   *     collected
   */
  public NativeMemory(Object owner, AutoCloseable... parts) {
    this.parts = CLEANER.register(owner, () -> NativeGate.run(() -> free(parts)));
  }

  /** Closes what holds native memory, in order. */
  public static void free(AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("A model's memory could not be freed: " + e, e);
      }
    }
  }

  /**
   * A scope within another that keeps its user from being collected: a call's last mention of a
   * model may be long before the call's end.
   *
   * @param parent the new scope ends with it, at the latest
   * @param user what is not collected before the scope is closed
   */
  public static NDManager scope(NDManager parent, Object user) {
    NDManager scope = parent.newSubManager();
    scope.attachInternal("user", () -> Reference.reachabilityFence(user));
    return scope;
  }

  /** Frees the parts now. Closing twice is fine. */
  @Override
  public void close() {
    parts.clean();
  }
}
