package magnet.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import magnet.kernel.DecoderKernel;
import magnet.kernel.MaskKernel;
import magnet.kernel.NativeMemory;
import magnet.kernel.TensorKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.family.Architecture;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;

/**
 * A pretrained decoder-only transformer: the base model, as a DJL block whose parameters are its
 * weights.
 *
 * <p>A decoder owns the native memory of its weights; {@link #close()} frees it, or else the
 * garbage collector does. Passes go through {@link LanguageModel}, which joins a decoder with an
 * adapter.
 */
public final class Decoder extends AbstractBlock implements AutoCloseable {

  private final Architecture architecture;
  private final Precision precision;
  private final Quantisation quantisation;
  private final NDManager manager;
  private final DecoderKernel kernel;
  private final MaskKernel masks;
  private final TensorKernel tensors;
  private final RotaryTables rotary;
  private final FlashAttention flash;
  private final List<NDArray> weights = new ArrayList<>();
  private final NativeMemory memory;
  private final List<NDArray> scales = new ArrayList<>();

  private Decoder(
      Architecture architecture,
      Precision precision,
      Quantisation quantisation,
      Device device,
      AutoCloseable source) {
    this.architecture = architecture;
    this.precision = precision;
    this.quantisation = quantisation;
    manager = TorchRuntime.newManager(device);
    manager.setName("decoder");
    memory = new NativeMemory(this, manager, source);
    tensors = new TensorKernel(manager);
    kernel = new DecoderKernel(manager, KernelTraits.of(architecture));
    masks = new MaskKernel(manager);
    rotary = new RotaryTables(manager, tensors, architecture, precision);
    flash = FlashAttention.of(kernel, architecture, rotary.of(1).cos().get(0));
  }

  /**
   * Loads a Hugging Face checkpoint folder.
   *
   * @param folder holds config.json and model.safetensors, whole or in shards
   * @param precision what to compute in; null: {@link Precision#forStored}
   * @param quantisation how the matrices of layers are held
   * @throws IllegalArgumentException if something is missing, wrong or not supported
   */
  public static Decoder load(
      Path folder, Precision precision, Quantisation quantisation, Device device) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    try {
      checkpoint.verify();
      Architecture architecture = checkpoint.architecture();
      String stored = checkpoint.info(architecture.decoderFamily().names().embeddings()).dtype();
      Precision used = precision == null ? Precision.forStored(stored, device) : precision;
      Decoder decoder = new Decoder(architecture, used, quantisation, device, checkpoint);
      WeightReader reader = new WeightReader(checkpoint, decoder.tensors, used);
      decoder.fill(place -> reader.read(decoder.manager, place), false);
      return decoder;
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * Fresh weights, all of them trainable: the start of pretraining. The same seed gives the same;
   * {@link MimeticWeights} explains what they are and why.
   */
  public static Decoder untrained(Architecture architecture, long seed, Device device) {
    return of(architecture, new MimeticWeights(architecture, seed)::of, device);
  }

  /** Trainable weights of these numbers, given place by place and row by row. */
  static Decoder of(
      Architecture architecture, Function<WeightPlace, float[]> numbers, Device device) {
    Decoder decoder =
        new Decoder(architecture, Precision.FLOAT32, Quantisation.NONE, device, () -> {});
    decoder.fill(
        place -> decoder.manager.create(numbers.apply(place), new Shape(place.shape())), true);
    return decoder;
  }

  /**
   * A decoder of the same shape, precision and device with weights of its own.
   *
   * @param weight makes one weight, given its owner and its place in {@link #weights()}; asked once
   *     for weights that are in two places
   */
  static Decoder like(Decoder model, BiFunction<NDManager, Integer, NDArray> weight) {
    Decoder decoder =
        new Decoder(
            model.architecture, model.precision, Quantisation.NONE, model.device(), () -> {});
    List<WeightPlace> places = WeightPlace.all(model.architecture);
    decoder.fill(place -> weight.apply(decoder.manager, places.indexOf(place)), false);
    return decoder;
  }

  private void fill(Function<WeightPlace, NDArray> source, boolean trainable) {
    Map<WeightPlace, NDArray> made = new HashMap<>();
    NDArray none = precision.zeros(tensors, manager, new Shape(0));
    scales.add(manager.zeros(new Shape(0)));
    for (WeightPlace place : WeightPlace.all(architecture)) {
      NDArray array = place.isEmpty() ? none : made.get(place);
      if (array == null) {
        array = held(weights.size(), source.apply(place));
        addParameter(parameter(String.join("+", place.names()), array, trainable));
      }
      made.put(place, array);
      weights.add(array);
    }
  }

  /** A weight as it is kept at its index; the scales of a quantised one are added to the list. */
  private NDArray held(int index, NDArray whole) {
    Optional<LayerTensor> matrix = WeightPlace.matrixAt(index);
    if (quantisation == Quantisation.NONE || matrix.isEmpty()) {
      return whole;
    }
    try (whole) {
      TensorKernel.Codes codes =
          quantisation.bits(matrix.get(), architecture) == Quantisation.FEW
              ? tensors.int4(manager, whole)
              : tensors.int8(manager, whole);
      scales.add(codes.scales());
      return codes.codes();
    }
  }

  static Parameter parameter(String name, NDArray array, boolean trainable) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.OTHER)
            .optRequiresGrad(trainable)
            .build();
    parameter.setArray(array);
    if (trainable) {
      array.setRequiresGradient(true);
    }
    return parameter;
  }

  /** The shape of this model. */
  public Architecture architecture() {
    return architecture;
  }

  /** What it computes in. */
  public Precision precision() {
    return precision;
  }

  /** How it holds the matrices of its layers. */
  public Quantisation quantisation() {
    return quantisation;
  }

  /** What distinguishes the numbers of its weights: precision, and bits if they are few. */
  public String numbers() {
    return quantisation == Quantisation.NONE
        ? precision.toString()
        : precision + " over " + quantisation;
  }

  /**
   * Refuses what needs the weights themselves.
   *
   * @param purpose as the beginning of a sentence, as in {@code "Merging an adapter"}
   * @throws IllegalStateException if the matrices are quantised
   */
  public void requireWhole(String purpose) {
    if (quantisation != Quantisation.NONE) {
      throw new IllegalStateException(
          ("%s needs the original weights, but this base is held in %s; load it again without"
                  + " base(\"%s\").")
              .formatted(purpose, quantisation.label(), quantisation.label()));
    }
  }

  /** Where its weights lie. */
  public Device device() {
    return manager.getDevice();
  }

  /** A new scope on the decoder's device; the caller closes it. */
  public NDManager newScope() {
    return newScope(this);
  }

  /** As {@link #newScope()}, for a user of the decoder, which keeps it from being collected. */
  NDManager newScope(Object user) {
    return NativeMemory.scope(manager, user);
  }

  /** All weights in the order of the kernels; see {@code decoder.torchscript}. */
  public List<NDArray> weights() {
    return List.copyOf(weights);
  }

  /** The scales of its codes in the order of the kernels, or one empty array. */
  List<NDArray> scales() {
    return List.copyOf(scales);
  }

  /** The output projection, {@code [vocabulary, hidden]}. */
  public NDArray head() {
    return weights.get(WeightPlace.HEAD);
  }

  /** The weight of the last norm, {@code [hidden]}. */
  public NDArray finalNorm() {
    return weights.get(WeightPlace.FINAL_NORM);
  }

  /** How it attends, as part of a sentence. */
  public String attention() {
    return flash.told();
  }

  FlashAttention flash() {
    return flash;
  }

  DecoderKernel kernel() {
    return kernel;
  }

  MaskKernel masks() {
    return masks;
  }

  TensorKernel tensors() {
    return tensors;
  }

  /** Cosines and sines for at least this many positions. */
  RotaryTables.Tables rotary(int positions) {
    return rotary.of(positions);
  }

  /**
   * The block as DJL calls it, without an adapter.
   *
   * @param inputs tokens and positions, int64 {@code [rows, tokens]}, and a mask, bool {@code
   *     [rows, tokens, tokens]}, which holds on every layer
   * @return hidden states after the final norm, {@code [rows, tokens, hidden]}
   */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDManager scope = inputs.head().getManager();
    Device device = inputs.head().getDevice();
    // An array that is in two places of the list (tied embeddings) is one parameter.
    Map<NDArray, NDArray> placed = new HashMap<>();
    for (Parameter parameter : getDirectParameters().values()) {
      placed.put(parameter.getArray(), store.getValue(parameter, device, training));
    }
    List<NDArray> here = weights.stream().map(array -> placed.getOrDefault(array, array)).toList();
    NDArray none = scope.create(new Shape(0), DataType.FLOAT32);
    NDArray all = scope.create(new Shape(0), DataType.INT64);
    RotaryTables.Tables tables = rotary(Math.toIntExact(inputs.head().getShape().get(1)));
    DecoderKernel.Pass pass =
        new DecoderKernel.Pass(
            new DecoderKernel.Rows(
                inputs.get(0), inputs.get(1), List.of(inputs.get(2)), List.of(none), false),
            new DecoderKernel.Reading(all, all),
            new DecoderKernel.Weights(here, scales, List.of(none), tables.cos(), tables.sin()),
            DecoderKernel.Attention.FASTEST,
            DecoderKernel.Dropout.NONE);
    return new NDList(kernel.forward(scope, pass, training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(architecture.hiddenSize())};
  }

  /** Refused: DJL's own parameter format has no bfloat16; {@link CheckpointWriter} saves models. */
  @Override
  public void saveParameters(DataOutputStream out) {
    throw new UnsupportedOperationException(
        "A decoder is not saved in DJL's parameter format; save it as a Hugging Face checkpoint.");
  }

  /** Refused: {@link #load} reads Hugging Face checkpoints. */
  @Override
  public void loadParameters(NDManager to, DataInputStream in) {
    throw new UnsupportedOperationException(
        "A decoder is not read from DJL's parameter format; load a Hugging Face checkpoint.");
  }

  /**
   * Frees the memory of the weights; the decoder cannot be used afterwards. Closing twice is fine.
   */
  @Override
  public void close() {
    memory.close();
  }
}
