package magnet.integration;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.stream.Collectors;
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

  /** Before a text's tokens stands where its own begin and end. */
  private static final int BOUNDS = 2;

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

    /** An array for each text, {@code [2 + tokens]}. */
    @Override
    public NDList batchProcessInput(TranslatorContext context, List<String> texts) {
      return encoder.framed(texts).stream()
          .map(text -> context.getNDManager().create(numbers(text)))
          .collect(Collectors.toCollection(NDList::new));
    }

    private static long[] numbers(FramedText text) {
      IntStream bounds = IntStream.of(text.begin(), text.end());
      return IntStream.concat(bounds, Arrays.stream(text.tokens())).asLongStream().toArray();
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
      List<FramedText> texts = inputs.stream().map(EncoderBlock::text).toList();
      return new NDList(inputs.getManager().create(encoder.encodeFramed(texts)));
    }

    private static FramedText text(NDArray array) {
      int[] numbers = Arrays.stream(HostCopy.longs(array)).mapToInt(Math::toIntExact).toArray();
      return new FramedText(
          Arrays.copyOfRange(numbers, BOUNDS, numbers.length), numbers[0], numbers[1]);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return new Shape[] {new Shape(inputs.length, encoder.dimensions())};
    }
  }
}
