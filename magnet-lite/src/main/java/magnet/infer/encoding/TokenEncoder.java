package magnet.infer.encoding;

import java.util.List;

/** Gives each token of a text a vector. */
public interface TokenEncoder {

  /**
   * Encodes the tokens of texts.
   *
   * @param texts not empty, in any order and of any lengths
   * @return the vectors of each text, in their order; the caller owns them
   * @throws IllegalArgumentException if a text is empty or too long
   */
  List<TokenVectors> encodeTokens(List<String> texts);

  /**
   * The tokens by their states inside the model, after an earlier layer. A model's last states say
   * what comes next; what a word is shows more clearly in the middle.
   *
   * @param layer how many layers the states have gone through: 0 for the embeddings
   * @throws IllegalArgumentException if there are no states of such a layer
   */
  default TokenEncoder afterLayer(int layer) {
    throw new IllegalArgumentException(
        "The vectors of %s after layer %s are not at hand, only its last ones; leave the layer out."
            .formatted(getClass().getSimpleName(), layer));
  }

  /**
   * The tokens of texts by their states after several layers.
   *
   * @param texts not empty, in any order and of any lengths
   * @param layers such as {@link #afterLayer} has
   * @return for each layer the vectors of each text; the caller owns them
   * @throws IllegalArgumentException if a text is empty or too long, or there is no such layer
   */
  default List<List<TokenVectors>> encodeTokens(List<String> texts, List<Integer> layers) {
    return layers.stream().map(layer -> afterLayer(layer).encodeTokens(texts)).toList();
  }

  /** How many layers {@link #afterLayer} knows; 0 if it has the last states alone. */
  default int layers() {
    return 0;
  }

  /**
   * Whether {@link #afterLayer} has states of a layer.
   *
   * @param layer how many layers the states have gone through
   */
  default boolean hasLayer(int layer) {
    return layers() > 0 && layer >= 0 && layer <= layers();
  }

  /**
   * Encodes the tokens of one text.
   *
   * @param text not empty
   * @throws IllegalArgumentException if the text is empty or too long
   */
  default TokenVectors encodeTokens(String text) {
    return encodeTokens(List.of(text)).get(0);
  }
}
