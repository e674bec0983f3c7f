package magnet.spark;

import java.io.Serializable;
import java.util.Optional;
import magnet.Adapter;
import magnet.io.Digest;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

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
