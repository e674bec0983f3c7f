package magnet.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.Adapter;
import magnet.Loading;
import magnet.Magnet;
import magnet.io.Digest;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The models of this process: each is loaded once, for all tasks that use it, and stays for the
 * next ones until another is wanted.
 */
final class ProcessModels {

  /**
   * An adapter that each executor fetches once.
   *
   * @param hash equal for equal adapters; empty for none
   * @param bytes the adapter; null for none
   */
  record SentAdapter(String hash, Broadcast<byte[]> bytes) implements Serializable {

    /** What stands for no adapter. */
    static final SentAdapter NONE = new SentAdapter("", null);

    static SentAdapter of(Optional<Adapter> adapter, JavaSparkContext spark) {
      if (adapter.isEmpty()) {
        return NONE;
      }
      byte[] bytes = SentValue.bytes(adapter.get());
      return new SentAdapter(Digest.sha256().add(bytes).hex(), spark.broadcast(bytes));
    }

    /** The adapter, on an executor; nothing if none was sent. */
    Optional<Adapter> received() {
      return Optional.ofNullable(bytes).map(sent -> SentValue.read(sent.value(), Adapter.class));
    }
  }

  /** Which model, as users say it, and what is joined with it. */
  record Description(String name, Loading loading, SentAdapter adapter) implements Serializable {

    /** The model with the device of this task: the GPU that Spark assigned to it, if it did. */
    private Loading here() {
      ResourceInformation gpus = TaskContext.get().resourcesJMap().get("gpu");
      return gpus != null && gpus.addresses().length > 0 && loading.device().equals("auto")
          ? loading.device("gpu:" + gpus.addresses()[0])
          : loading;
    }
  }

  /** Equal for models that compute the same in the same place. */
  private record Key(String name, Loading loading, String adapter) {}

  private static final class Shared {

    private final Magnet model;
    private int users;

    private Shared(Magnet model) {
      this.model = model;
    }
  }

  private static final Map<Key, Shared> LOADED = new HashMap<>();

  private ProcessModels() {}

  /** The model, which is there until the task that asks for it ends. */
  static Magnet ofThisTask(Description wanted) {
    Shared shared = borrow(wanted);
    TaskCompletionListener end = task -> giveBack(shared);
    TaskContext.get().addTaskCompletionListener(end);
    return shared.model;
  }

  private static synchronized Shared borrow(Description wanted) {
    Key key = new Key(wanted.name(), wanted.here(), wanted.adapter().hash());
    if (!LOADED.containsKey(key)) {
      // before the next one is loaded: both may not fit
      for (Shared each : List.copyOf(LOADED.values())) {
        if (each.users == 0) {
          each.model.close();
          LOADED.values().remove(each);
        }
      }
      LOADED.put(key, new Shared(load(key, wanted.adapter())));
    }
    Shared shared = LOADED.get(key);
    shared.users++;
    return shared;
  }

  private static Magnet load(Key key, SentAdapter sent) {
    Optional<Adapter> adapter = sent.received();
    if (adapter.isEmpty()) {
      return Magnet.load(key.name(), key.loading());
    }
    try (Magnet base = Magnet.load(key.name(), key.loading().bosOf(adapter.get()))) {
      return base.with(adapter.get());
    }
  }

  private static synchronized void giveBack(Shared shared) {
    shared.users--;
  }
}
