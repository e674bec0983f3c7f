package magnet.model.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One place in the list of weights that kernels take, and which tensors of a checkpoint are stacked
 * there.
 *
 * <p>Query, key and value are stacked into one matrix, and so are gate and up: one product instead
 * of three or two.
 *
 * @param role what is there
 * @param names the stacked tensors, in order; empty where the family has none
 * @param rows numbers along the first axis of each of them
 * @param columns numbers along the second axis; 0 where there is one axis only
 */
public record WeightPlace(Role role, List<String> names, List<Long> rows, long columns) {

  static final int EMBEDDINGS = 0;

  /** Number of the norm after the last layer. */
  public static final int FINAL_NORM = 2;

  /** Number of the output head. */
  public static final int HEAD = 4;

  /** How many weights come before those of the layers. */
  public static final int BEFORE_LAYERS = 5;

  /** How many weights each layer has. */
  public static final int PER_LAYER = LayerTensor.values().length;

  /** A layer's matrices, in the order of their int8 scales and of LoRA factors. */
  public static final List<LayerTensor> MATRICES =
      Arrays.stream(LayerTensor.values()).filter(LayerTensor::isMatrix).toList();

  /** What a weight is for. */
  public enum Role {
    /** Rows of tokens or positions; also the output projection. */
    TABLE,
    /** {@code [outputs, inputs]}. */
    MATRIX,
    /** A matrix that checkpoints hold as {@code [inputs, outputs]}. */
    TRANSPOSED,
    /** The weight of a norm. */
    NORM,
    /** What is added. */
    BIAS
  }

  /** All places of a decoder in order; the head of tied embeddings equals the embeddings. */
  public static List<WeightPlace> all(Architecture of) {
    DecoderFamily family = of.decoderFamily();
    long hidden = of.hiddenSize();
    TensorNames names = family.names();
    WeightPlace embeddings = table(names.embeddings(), of.vocabularySize(), hidden);
    String finalBias =
        family.norm() == Norm.LAYER ? names.finalNorm().replaceFirst("weight$", "bias") : "";
    List<WeightPlace> places = new ArrayList<>();
    places.add(embeddings);
    places.add(table(names.positions(), of.maxPositions(), hidden));
    places.add(vector(Role.NORM, names.finalNorm(), hidden));
    places.add(vector(Role.BIAS, finalBias, hidden));
    places.add(of.tiedEmbeddings() ? embeddings : table(names.head(), of.vocabularySize(), hidden));
    for (int layer = 0; layer < of.layers(); layer++) {
      String prefix = names.layers() + layer + ".";
      for (LayerTensor tensor : LayerTensor.values()) {
        places.add(ofLayer(of, family, prefix, tensor));
      }
    }
    return places;
  }

  private static WeightPlace table(String name, long rows, long columns) {
    return name.isEmpty() ? none(Role.TABLE) : new WeightPlace(Role.TABLE, name, rows, columns);
  }

  private static WeightPlace vector(Role role, String name, long size) {
    return name.isEmpty() ? none(role) : new WeightPlace(role, name, size, 0);
  }

  private static WeightPlace none(Role role) {
    return new WeightPlace(role, List.of(), List.of(), 0);
  }

  private static WeightPlace ofLayer(
      Architecture of, DecoderFamily family, String prefix, LayerTensor tensor) {
    List<String> names = family.names().of(tensor).stream().map(prefix::concat).toList();
    Role matrix = family.transposed() ? Role.TRANSPOSED : Role.MATRIX;
    Role role = tensor.isMatrix() ? matrix : tensor.isBias() ? Role.BIAS : Role.NORM;
    if (names.isEmpty()) {
      return none(role);
    }
    List<Long> rows = Arrays.stream(tensor.rows(of)).boxed().toList();
    if (names.size() < rows.size()) { // a checkpoint that holds them as one
      rows = List.of(rows.stream().mapToLong(Long::longValue).sum());
    }
    return new WeightPlace(role, names, rows, tensor.isMatrix() ? tensor.columns(of) : 0);
  }

  private WeightPlace(Role role, String name, long rows, long columns) {
    this(role, List.of(name), List.of(rows), columns);
  }

  /** Whether the family has nothing here. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The shape that kernels take: all rows of the stacked tensors, and the columns of a matrix. */
  public long[] shape() {
    long sum = rows.stream().mapToLong(Long::longValue).sum();
    return columns == 0 ? new long[] {sum} : new long[] {sum, columns};
  }

  /** The tensors as a checkpoint holds them: name to shape. */
  public Map<String, long[]> stored() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      long count = rows.get(i);
      shapes.put(
          names.get(i),
          columns == 0
              ? new long[] {count}
              : role == Role.TRANSPOSED
                  ? new long[] {columns, count}
                  : new long[] {count, columns});
    }
    return shapes;
  }

  /** Which of {@link #MATRICES} has an index of the list; empty if something else is there. */
  public static Optional<LayerTensor> matrixAt(int index) {
    return index < BEFORE_LAYERS
        ? Optional.empty()
        : Optional.of(LayerTensor.values()[(index - BEFORE_LAYERS) % PER_LAYER])
            .filter(LayerTensor::isMatrix);
  }

  /** The index of a layer's tensor in the list. */
  public static int index(int layer, LayerTensor tensor) {
    return BEFORE_LAYERS + layer * PER_LAYER + tensor.ordinal();
  }
}
