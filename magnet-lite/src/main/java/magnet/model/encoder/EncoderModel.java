package magnet.model.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.kernel.BertKernel;
import magnet.kernel.HostCopy;
import magnet.kernel.NativeMemory;
import magnet.kernel.TensorKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.TensorInfo;

/**
 * The weights of a text encoder, in float32, and the passes through them. It owns their native
 * memory; {@link #close()} frees it. Passes may run from several threads at a time.
 */
public final class EncoderModel implements AutoCloseable {

  private static final String WEIGHTS = "model.safetensors";

  private final EncoderShape shape;
  private final NDManager manager;
  private final NativeMemory memory;
  private final BertKernel kernel;
  private final List<NDArray> weights = new ArrayList<>();

  private EncoderModel(SentenceFolder of, Device device) {
    shape = of.shape();
    manager = TorchRuntime.newManager(device);
    manager.setName("text encoder");
    memory = new NativeMemory(this, manager);
    kernel =
        new BertKernel(
            manager,
            Map.of(
                "heads", shape.heads(),
                "norm_epsilon", shape.normEpsilon(),
                "activation", shape.activation().code(),
                "first_position", shape.firstPosition(),
                "pooling", of.pooling().code(),
                "normalised", of.normalised()));
  }

  /** Loads the weights of a folder; refuses those that are not of its config.json. */
  public static EncoderModel load(SentenceFolder of, Device device) {
    Path file = of.transformer().resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          ("%s is missing in %s, expected the weights of a text encoder in one file; save it"
                  + " again in Python with SentenceTransformer(folder).save(folder).")
              .formatted(WEIGHTS, of.transformer()));
    }
    EncoderModel model = new EncoderModel(of, device);
    try (SafetensorsFile store = SafetensorsFile.open(file);
        Reader reader = new Reader(store, model.manager)) {
      model.fill(reader);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void fill(Reader reader) {
    reader.verify(shape.tensors());
    weights.add(reader.array("embeddings.word_embeddings.weight"));
    // A text is one segment: its embedding is the same at every position.
    NDArray positions = reader.scoped("embeddings.position_embeddings.weight");
    NDArray segments = reader.scoped("embeddings.token_type_embeddings.weight");
    weights.add(reader.keep(positions.add(segments.get(0))));
    addBoth(reader, "embeddings.LayerNorm");
    for (int i = 0; i < shape.layers(); i++) {
      String layer = EncoderShape.layer(i);
      for (String part : List.of(".weight", ".bias")) {
        NDList parts = new NDList();
        for (String each : List.of("query", "key", "value")) {
          parts.add(reader.scoped(layer + "attention.self." + each + part));
        }
        weights.add(reader.keep(NDArrays.concat(parts, 0)));
      }
      for (String each :
          List.of(
              "attention.output.dense",
              "attention.output.LayerNorm",
              "intermediate.dense",
              "output.dense",
              "output.LayerNorm")) {
        addBoth(reader, layer + each);
      }
    }
  }

  private void addBoth(Reader reader, String name) {
    weights.add(reader.array(name + ".weight"));
    weights.add(reader.array(name + ".bias"));
  }

  /** Where the weights are. */
  public Device device() {
    return manager.getDevice();
  }

  /**
   * One vector per row, as the folder says.
   *
   * @param rows token ids with their frames, none longer than {@link EncoderShape#longest()}
   * @param layers how many layers the states go through before they are pooled
   * @return {@code [rows * hidden]}
   */
  public float[] vectors(List<int[]> rows, int layers) {
    try (NDManager scope = NativeMemory.scope(manager, this)) {
      return HostCopy.floats(kernel.vectors(scope, padded(scope, rows), layers, weights));
    }
  }

  /**
   * The states of all tokens.
   *
   * @param rows as in {@link #vectors}
   * @param layers how many layers they have gone through: 0 for the embeddings
   * @return {@code [rows * longest row * hidden]}; what follows a row's end means nothing
   */
  public float[] states(List<int[]> rows, int layers) {
    try (NDManager scope = NativeMemory.scope(manager, this)) {
      return HostCopy.floats(kernel.states(scope, padded(scope, rows), layers, weights));
    }
  }

  private static BertKernel.Rows padded(NDManager scope, List<int[]> rows) {
    long[] lengths = rows.stream().mapToLong(row -> row.length).toArray();
    int longest = (int) Arrays.stream(lengths).max().orElseThrow();
    long[] tokens = new long[rows.size() * longest];
    for (int r = 0; r < rows.size(); r++) {
      for (int t = 0; t < rows.get(r).length; t++) {
        tokens[r * longest + t] = rows.get(r)[t];
      }
    }
    boolean padded = Arrays.stream(lengths).anyMatch(length -> length < longest);
    return new BertKernel.Rows(
        scope.create(tokens, new Shape(rows.size(), longest)), scope.create(lengths), padded);
  }

  /** Frees the weights. Closing twice is fine. */
  @Override
  public void close() {
    memory.close();
  }

  /** Brings tensors of a file into native memory as float32; those stored so stay mapped. */
  private static final class Reader implements AutoCloseable {

    private final SafetensorsFile store;
    private final NDManager owner;
    private final NDManager scope;
    private final TensorKernel tensors;
    private final String prefix;

    Reader(SafetensorsFile store, NDManager owner) {
      this.store = store;
      this.owner = owner;
      scope = owner.newSubManager();
      tensors = new TensorKernel(scope);
      // A model that was saved with a head has its encoder under the family's name.
      prefix =
          Stream.of("bert.", "roberta.")
              .filter(each -> store.names().contains(each + "embeddings.word_embeddings.weight"))
              .findFirst()
              .orElse("");
    }

    /** Checks the file's tensors against those of a shape. */
    void verify(Map<String, long[]> needed) {
      needed.forEach(
          (name, size) -> {
            TensorInfo found = store.info(prefix + name);
            if (!Arrays.equals(found.shape(), size)) {
              throw new IllegalArgumentException(
                  "tensor %s of %s has the wrong shape, expected %s by config.json; use files that belong together."
                      .formatted(found, store.path(), Arrays.toString(size)));
            }
          });
      for (String name : store.names()) {
        String own = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean counted = own.endsWith("_ids"); // buffers of old versions: 0, 1, 2, …
        if (own.matches("(embeddings|encoder)\\..*") && !needed.containsKey(own) && !counted) {
          throw new IllegalArgumentException(
              "tensor %s of %s is not known to an encoder of its config.json; use files that belong together."
                  .formatted(name, store.path()));
        }
      }
    }

    /** A tensor as a weight. */
    NDArray array(String name) {
      return keep(scoped(name));
    }

    /** An array that outlives this reader. */
    NDArray keep(NDArray array) {
      array.attach(owner);
      return array;
    }

    /** A tensor that goes with this reader. */
    NDArray scoped(String name) {
      TensorInfo info = store.info(prefix + name);
      ByteBuffer bytes = store.map(info.name());
      Shape size = new Shape(info.shape());
      return switch (info.dtype()) {
        case "F32" -> scope.create(bytes, size, DataType.FLOAT32);
        case "F16" -> scope.create(bytes, size, DataType.FLOAT16).toType(DataType.FLOAT32, false);
        case "BF16" -> tensors.toFloat32(scope, tensors.bfloat16(scope, bytes, size));
        default ->
            throw new IllegalArgumentException(
                "tensor %s of %s has the wrong dtype, expected F32, F16 or BF16; use an encoder stored so."
                    .formatted(info, store.path()));
      };
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
