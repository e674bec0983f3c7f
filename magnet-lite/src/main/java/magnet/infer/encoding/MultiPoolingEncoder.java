package magnet.infer.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.infer.FramedText;

/** Several poolings of what one pass of an encoder gives. */
final class MultiPoolingEncoder implements PooledEncoder {

  private final Encoder encoder;
  private final Function<List<String>, List<FramedText>> framing;
  private final Map<String, Pooler> poolers;

  /**
   * Poolings of an encoder.
   *
   * @param encoder its own pooler is not used
   * @param framing makes tokens of sentences
   * @param poolers by name
   */
  MultiPoolingEncoder(
      Encoder encoder,
      Function<List<String>, List<FramedText>> framing,
      Map<String, Pooler> poolers) {
    this.encoder = encoder;
    this.framing = framing;
    this.poolers = new LinkedHashMap<>(poolers);
  }

  @Override
  public List<String> poolings() {
    return List.copyOf(poolers.keySet());
  }

  @Override
  public Map<String, float[][]> encode(List<String> sentences) {
    float[][][] each =
        encoder.encodeFramed(framing.apply(sentences), List.copyOf(poolers.values()));
    Map<String, float[][]> vectors = new LinkedHashMap<>();
    for (String pooling : poolings()) {
      vectors.put(pooling, each[vectors.size()]);
    }
    return vectors;
  }
}
