package magnet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.infer.encoding.PooledEncoder;

/** The vectors of many sentences by each pooling, encoded piece by piece. */
final class SentenceVectors {

  private SentenceVectors() {}

  /**
   * Encodes sentences.
   *
   * @param encoder gives the vectors
   * @param sentences one at least
   * @param steps is told of each sentence that is done
   * @return for each pooling in its order, {@code [sentences][dimensions]}
   */
  static Map<String, float[][]> of(PooledEncoder encoder, List<String> sentences, Steps steps) {
    Map<String, List<float[]>> vectors = new LinkedHashMap<>();
    encoder.poolings().forEach(pooling -> vectors.put(pooling, new ArrayList<>()));
    steps.each(
        sentences,
        piece -> {
          encoder
              .encode(piece)
              .forEach((pooling, rows) -> vectors.get(pooling).addAll(List.of(rows)));
          return piece;
        });
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    vectors.forEach((pooling, rows) -> matrices.put(pooling, rows.toArray(float[][]::new)));
    return matrices;
  }
}
