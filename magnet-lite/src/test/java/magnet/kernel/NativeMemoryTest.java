package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Memory goes with its owner, however that ends. */
public class NativeMemoryTest {

  /** Collects until something holds, for ten seconds at most. */
  public static boolean collectedUntil(BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 200 && !holds.getAsBoolean(); i++) {
      System.gc();
      Thread.sleep(50);
    }
    return holds.getAsBoolean();
  }

  @Test
  void closingTwiceFreesOnce() {
    AtomicInteger freed = new AtomicInteger();
    NativeMemory memory = new NativeMemory(new Object(), freed::incrementAndGet);
    memory.close();
    memory.close();
    assertEquals(1, freed.get());
  }

  @Test
  void whatNobodyClosesGoesWithItsOwner() throws InterruptedException {
    AtomicInteger freed = new AtomicInteger();
    assertNotNull(new NativeMemory(new Object(), freed::incrementAndGet));
    assertTrue(collectedUntil(() -> freed.get() == 1), "nothing was freed");
  }

  @Test
  void anOpenScopeKeepsItsUser() throws InterruptedException {
    try (NDManager parent = TorchRuntime.newManager(Device.cpu())) {
      WeakReference<Object> user = new WeakReference<>(new Object());
      WeakReference<Object> unused = new WeakReference<>(new Object());
      NDManager scope = NativeMemory.scope(parent, user.get());
      assertTrue(collectedUntil(() -> unused.get() == null), "nothing was collected");
      assertNotNull(user.get());
      scope.close();
      assertTrue(collectedUntil(() -> user.get() == null), "a closed scope keeps it still");
      assertNull(user.get());
    }
  }
}
