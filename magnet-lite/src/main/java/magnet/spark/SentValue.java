package magnet.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Values as bytes, by the serializer that Spark has for closures: so it does not matter which one
 * it was told to use for data, and a user's own classes are found.
 */
final class SentValue {

  private SentValue() {}

  static byte[] bytes(Serializable value) {
    ByteBuffer buffer = serializer().serialize(value, tag(Serializable.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  static <T> T read(byte[] bytes, Class<T> type) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return serializer().deserialize(ByteBuffer.wrap(bytes), loader, tag(type));
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  /** Of what a worker's number and its value are together. */
  @SuppressWarnings("unchecked") // a class has no type arguments
  static ClassTag<Tuple2<Integer, byte[]>> pairs() {
    return (ClassTag<Tuple2<Integer, byte[]>>) (ClassTag<?>) tag(Tuple2.class);
  }
}
