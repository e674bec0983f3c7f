package magnet.infer.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, SentenceEncoder> ordered = new LinkedHashMap<>(encoders);
    return new PooledEncoder() {
      @Override
      public List<String> poolings() {
        return List.copyOf(ordered.keySet());
      }

      @Override
      public Map<String, float[][]> encode(List<String> sentences) {
        Map<String, float[][]> vectors = new LinkedHashMap<>();
        ordered.forEach((pooling, encoder) -> vectors.put(pooling, encoder.encode(sentences)));
        return vectors;
      }
    };
  }
}
