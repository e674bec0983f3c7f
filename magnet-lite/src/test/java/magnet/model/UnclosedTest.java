package magnet.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.util.NativeResource;
import java.lang.ref.WeakReference;
import java.util.List;
import magnet.kernel.NativeMemoryTest;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import org.junit.jupiter.api.Test;

/** A model that nobody closes gives its memory back when it is collected, and no sooner. */
class UnclosedTest {

  private static final Architecture SHAPE = Architecture.llama(64, 32, 48, 2, 4, 2, 16);

  @Test
  void adaptersGoAndTheirBaseStays() throws InterruptedException {
    try (Decoder decoder = RandomModels.untrained(SHAPE, 1)) {
      int before = decoder.head().getManager().getManagedArrays().size();
      for (int i = 0; i < 5; i++) {
        adapted(decoder);
      }
      assertTrue(decoder.head().getManager().getManagedArrays().size() > before);
      assertTrue(
          NativeMemoryTest.collectedUntil(
              () -> decoder.head().getManager().getManagedArrays().size() == before),
          () ->
              decoder.head().getManager().getManagedArrays().size()
                  + " arrays are held, not "
                  + before);
      assertFalse(((NativeResource<?>) decoder.head()).isReleased());
    }
  }

  @Test
  void aDecoderGoesWithTheLastThatUsesIt() throws InterruptedException {
    Object[] user = {adapted(RandomModels.untrained(SHAPE, 1))};
    NativeResource<?> weight = (NativeResource<?>) ((LanguageModel) user[0]).decoder().head();
    NDManager scope = ((LanguageModel) user[0]).newScope();
    user[0] = null;
    WeakReference<Object> unused = new WeakReference<>(new Object());
    assertTrue(NativeMemoryTest.collectedUntil(() -> unused.get() == null));
    assertFalse(weight.isReleased(), "a scope uses it still");
    scope.close();
    assertTrue(NativeMemoryTest.collectedUntil(weight::isReleased), "the weights are held");
  }

  private static LanguageModel adapted(Decoder decoder) {
    AdapterConfig config = new AdapterConfig(2, 4, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    return LanguageModel.of(decoder, LoraFactors.fresh(config, decoder, 1));
  }
}
