package magnet.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of a decoder's weights in the lists that kernels take, and which tensors of a
 * checkpoint each of them holds.
 *
 * <p>Query, key and value are stacked into one matrix, and so are gate and up: one product instead
 * of three or two.
 */
final class DecoderWeights {

  static final int EMBEDDINGS = 0;
  static final int FINAL_NORM = 1;
  static final int HEAD = 2;
  static final int BEFORE_LAYERS = 3;
  static final int PER_LAYER = 9;

  /** Offsets of a layer's matrices, in the order of their int8 scales. */
  static final List<Integer> MATRICES = List.of(1, 5, 7, 8);

  private DecoderWeights() {}

  /**
   * For each place of the list the names of the tensors that are stacked there; an empty list where
   * the family has none. The head of tied embeddings names the embeddings.
   */
  static List<List<String>> names(Architecture architecture) {
    DecoderFamily family = DecoderFamily.of(architecture.family());
    List<List<String>> names = new ArrayList<>();
    names.add(List.of(family.embeddings()));
    names.add(List.of(family.finalNorm()));
    names.add(List.of(architecture.tiedEmbeddings() ? family.embeddings() : family.head()));
    for (int i = 0; i < architecture.layers(); i++) {
      LayerNames layer = family.layer(i);
      names.add(List.of(layer.inputNorm()));
      names.add(List.of(layer.query(), layer.key(), layer.value()));
      names.add(present(layer.queryBias(), layer.keyBias(), layer.valueBias()));
      names.add(present(layer.queryNorm()));
      names.add(present(layer.keyNorm()));
      names.add(List.of(layer.output()));
      names.add(List.of(layer.postAttentionNorm()));
      names.add(List.of(layer.gate(), layer.up()));
      names.add(List.of(layer.down()));
    }
    return names;
  }

  private static List<String> present(String... names) {
    List<String> present = new ArrayList<>();
    for (String name : names) {
      if (!name.isEmpty()) {
        present.add(name);
      }
    }
    return present;
  }

  /** The index of a layer's matrix in the list. */
  static int index(int layer, int offset) {
    return BEFORE_LAYERS + layer * PER_LAYER + offset;
  }
}
