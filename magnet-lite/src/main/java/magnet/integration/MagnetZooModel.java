package magnet.integration;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Encoding;
import magnet.Magnet;
import magnet.infer.FramedText;
import magnet.infer.encoding.Encoder;
import magnet.io.NotNull;
import magnet.kernel.HostCopy;

/**
 * A model as one of DJL's, whose predictors turn texts into vectors.
 *
 * <pre>{@code
 * try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
 *     Predictor<String, float[]> predictor = zoo.newPredictor()) {
 *   float[] vector = predictor.predict("The cat naps.");
 *   List<float[]> vectors = predictor.batchPredict(List.of("The cat naps.", "It rains."));
 * }
 * }</pre>
 *
 * <p>Vectors are those of {@link Magnet#embed(List, Encoding)}. DJL's stages are real ones, so that
 * its metrics are: its translator makes tokens, its block runs the model, with all texts of {@code
 * batchPredict} together. What a call made is freed when it returns. Several threads may use one
 * predictor, or each its own.
 *
 * <p>It can neither be saved nor trained as a model of DJL: {@link Magnet#save} and {@link
 * Magnet#adapt} do that.
 */
public final class MagnetZooModel extends ZooModel<String, float[]> {

  /** What is told of a text: how many tokens it has, and where its own begin and end. */
  private static final int BOUNDS = 3;

  /**
   * A model of DJL.
   *
   * @param model embeds; stays the caller's, who closes it after the last use: closing this only
   *     frees what DJL holds
   * @param how instruction, pooling and what is done with the vectors
   */
  public MagnetZooModel(Magnet model, Encoding how) {
    this(NotNull.of(model, "model").toString(), model.encoder(how));
  }

  private MagnetZooModel(String name, Encoder encoder) {
    super(wrapped(name, encoder), new Tokenizing(encoder));
  }

  private static Model wrapped(String name, Encoder encoder) {
    Model model = Model.newInstance(name, Device.cpu()); // of the tokens; the weights stay
    model.setBlock(new EncoderBlock(encoder));
    return model;
  }

  /** Texts to tokens, and an array of vectors to vectors. */
  private record Tokenizing(Encoder encoder) implements Translator<String, float[]> {

    @Override
    public NDList processInput(TranslatorContext context, String text) {
      return batchProcessInput(context, List.of(text));
    }

    /** The tokens of all texts, {@code [tokens]}, and their bounds, {@code [texts, 3]}. */
    @Override
    public NDList batchProcessInput(TranslatorContext context, List<String> texts) {
      if (texts.isEmpty()) {
        return new NDList();
      }
      List<FramedText> framed = encoder.framed(texts);
      long[] tokens =
          framed.stream()
              .flatMapToInt(text -> Arrays.stream(text.tokens()))
              .asLongStream()
              .toArray();
      long[] bounds =
          framed.stream()
              .flatMapToInt(text -> IntStream.of(text.tokens().length, text.begin(), text.end()))
              .asLongStream()
              .toArray();
      NDManager scope = context.getNDManager();
      return new NDList(
          scope.create(tokens), scope.create(bounds, new Shape(texts.size(), BOUNDS)));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList vectors) {
      return batchProcessOutput(context, vectors).get(0);
    }

    @Override
    public List<float[]> batchProcessOutput(TranslatorContext context, NDList vectors) {
      List<float[]> each = new ArrayList<>();
      for (NDArray all : vectors) {
        float[] numbers = HostCopy.floats(all);
        int width = encoder.dimensions();
        for (int from = 0; from < numbers.length; from += width) {
          each.add(Arrays.copyOfRange(numbers, from, from + width));
        }
      }
      return each;
    }
  }

  /** Tokens to vectors, {@code [texts, dimensions]}. It has no parameters: the weights are ours. */
  private static final class EncoderBlock extends AbstractBlock {

    private final Encoder encoder;

    EncoderBlock(Encoder encoder) {
      this.encoder = encoder;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> more) {
      if (training) {
        throw new UnsupportedOperationException(
            "A MagnetZooModel only embeds, but a training called it; train with Magnet.adapt.");
      }
      int[] tokens = ints(inputs.get(0));
      int[] bounds = ints(inputs.get(1));
      List<FramedText> texts = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < bounds.length; i += BOUNDS) {
        int to = from + bounds[i];
        texts.add(
            new FramedText(Arrays.copyOfRange(tokens, from, to), bounds[i + 1], bounds[i + 2]));
        from = to;
      }
      return new NDList(inputs.getManager().create(encoder.encodeFramed(texts)));
    }

    private static int[] ints(NDArray array) {
      return Arrays.stream(HostCopy.longs(array)).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return new Shape[] {new Shape(inputs[1].get(0), encoder.dimensions())};
    }
  }
}
