package magnet.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import magnet.Adapter;
import magnet.io.Digest;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * An adapter that each executor fetches once, as bytes: so it does not matter which serializer
 * Spark was told to use.
 *
 * @param hash equal for equal adapters; empty for none
 * @param bytes the adapter; null for none
 */
record SentAdapter(String hash, Broadcast<byte[]> bytes) implements Serializable {

  static SentAdapter of(Optional<Adapter> adapter, JavaSparkContext spark) {
    if (adapter.isEmpty()) {
      return new SentAdapter("", null);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(adapter.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] all = bytes.toByteArray();
    return new SentAdapter(Digest.sha256().add(all).hex(), spark.broadcast(all));
  }

  /** The adapter, on an executor; nothing if none was sent. */
  Optional<Adapter> received() {
    if (bytes == null) {
      return Optional.empty();
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.value()))) {
      return Optional.of((Adapter) in.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "An executor has another version of magnet-lite than the driver; give it the same jars.",
          e);
    }
  }
}
