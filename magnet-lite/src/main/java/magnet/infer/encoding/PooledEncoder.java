package magnet.infer.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives each sentence a vector by each of several poolings.
 *
 * @param poolings their names, such as {@code last}, in the order in which they are reported
 * @param encoding gives {@code [poolings][sentences][dimensions]}
 */
public record PooledEncoder(List<String> poolings, Function<List<String>, float[][][]> encoding) {

  /**
   * Independent encoders: each encodes the sentences on its own.
   *
   * @param encoders by the name of their pooling, in the order in which they are reported
   */
  public static PooledEncoder of(Map<String, SentenceEncoder> encoders) {
    List<SentenceEncoder> each = List.copyOf(encoders.values());
    return new PooledEncoder(
        List.copyOf(encoders.keySet()),
        sentences ->
            each.stream().map(encoder -> encoder.encode(sentences)).toArray(float[][][]::new));
  }

  /**
   * Encodes sentences.
   *
   * @param sentences not empty texts, in any order and of any lengths
   * @return for each pooling, {@code [sentences][dimensions]} in the order of the sentences; the
   *     caller owns them
   * @throws IllegalArgumentException if a sentence is empty or too long
   */
  public Map<String, float[][]> encode(List<String> sentences) {
    float[][][] each = encoding.apply(sentences);
    Map<String, float[][]> vectors = new LinkedHashMap<>();
    for (String pooling : poolings) {
      vectors.put(pooling, each[vectors.size()]);
    }
    return vectors;
  }
}
