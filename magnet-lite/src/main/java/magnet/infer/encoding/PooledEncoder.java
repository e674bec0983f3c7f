package magnet.infer.encoding;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gives each sentence a vector by each of several poolings. */
public interface PooledEncoder {

  /** The names of the poolings, such as {@code last}, in the order in which they are reported. */
  List<String> poolings();

  /**
   * Encodes sentences.
   *
   * @param sentences not empty texts, in any order and of any lengths
   * @return for each pooling, {@code [sentences][dimensions]} in the order of the sentences; the
   *     caller owns them
   * @throws IllegalArgumentException if a sentence is empty or too long
   */
  Map<String, float[][]> encode(List<String> sentences);

  /**
   * Independent encoders: each encodes the sentences on its own.
   *
   * @param encoders by the name of their pooling, in the order in which they are reported
   */
  static PooledEncoder of(Map<String, SentenceEncoder> encoders) {
    List<SentenceEncoder> each = List.copyOf(encoders.values());
    return of(
        encoders.keySet(),
        sentences ->
            each.stream().map(encoder -> encoder.encode(sentences)).toArray(float[][][]::new));
  }

  /**
   * Poolings that are encoded together.
   *
   * @param poolings their names, in the order in which they are reported
   * @param encoding gives {@code [poolings][sentences][dimensions]}
   */
  static PooledEncoder of(
      Collection<String> poolings, Function<List<String>, float[][][]> encoding) {
    List<String> names = List.copyOf(poolings);
    return new PooledEncoder() {
      @Override
      public List<String> poolings() {
        return names;
      }

      @Override
      public Map<String, float[][]> encode(List<String> sentences) {
        float[][][] each = encoding.apply(sentences);
        Map<String, float[][]> vectors = new LinkedHashMap<>();
        for (String pooling : names) {
          vectors.put(pooling, each[vectors.size()]);
        }
        return vectors;
      }
    };
  }
}
