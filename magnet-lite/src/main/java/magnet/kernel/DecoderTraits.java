package magnet.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the decoder kernel must know of a model besides its weights.
 *
 * @param layers number of blocks
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headSize size of one head
 * @param normEpsilon epsilon of RMSNorm
 */
public record DecoderTraits(
    int layers, int heads, int keyValueHeads, int headSize, double normEpsilon) {

  Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("layers", layers);
    attributes.put("heads", heads);
    attributes.put("key_value_heads", keyValueHeads);
    attributes.put("head_size", headSize);
    attributes.put("norm_epsilon", normEpsilon);
    attributes.put("attention_scale", 1 / Math.sqrt(headSize));
    attributes.putAll(ScalarTypes.ATTRIBUTES);
    return attributes;
  }
}
