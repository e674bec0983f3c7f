package magnet.infer.encoding;

import java.util.List;
import java.util.Map;
import magnet.infer.FramedText;
import magnet.infer.Positions;
import magnet.infer.TextFrame;
import magnet.infer.UnusableTexts;
import magnet.model.LanguageModel;

/**
 * Echo embeddings (Springer, Kotha, Fried, Neubig and Raghunathan, "Repetition improves language
 * model embeddings", 2024): the sentence is put in twice and only the second copy is pooled, whose
 * tokens have all seen the whole sentence although the model reads from left to right. It needs no
 * training, and twice the tokens.
 *
 * <p>The words around the copies are of the kind that the paper uses for models that were not
 * trained for it, {@code Rewrite the sentence: S, rewritten sentence: S}; its exact words are ours.
 */
public final class EchoEncoder implements SentenceEncoder {

  /** As in the paper: causal, the mean over the second copy; normalised. */
  public static final EncoderOptions DEFAULT =
      EncoderOptions.DEFAULT.withInstruction("").withPooler(new Mean()).withCausal(true);

  private static final String BEFORE = "Rewrite the sentence: ";
  private static final String BETWEEN = ", rewritten sentence:";

  private final Encoder encoder;
  private final LanguageModel model;
  private final TextFrame frame;

  /**
   * An encoder of repeated sentences.
   *
   * @param model encodes; stays open as long as the encoder is used
   * @param frame makes tokens of texts
   * @param options {@link #DEFAULT}, or with another pooling; without an instruction, as the
   *     request to rewrite takes its place
   * @throws IllegalArgumentException if there is an instruction, or the options want more
   *     dimensions than the model has
   */
  public EchoEncoder(LanguageModel model, TextFrame frame, EncoderOptions options) {
    if (!options.instruction().isEmpty()) {
      throw new IllegalArgumentException(
          "Echo embeddings have no place for the instruction \""
              + options.instruction()
              + "\", expected none; begin with EchoEncoder.DEFAULT.");
    }
    encoder = new Encoder(model, frame, options);
    this.model = model;
    this.frame = frame;
  }

  /**
   * Encodes sentences.
   *
   * @throws IllegalArgumentException if a sentence is empty, or two copies of it are too long
   */
  @Override
  public float[][] encode(List<String> sentences) {
    return encoder.encodeFramed(repeated(sentences));
  }

  /**
   * This encoding with several poolings in place of the options' one: a sentence goes through the
   * model once for all of them.
   *
   * @param poolings by name, in the order in which they are reported
   */
  public PooledEncoder pooled(Map<String, Pooler> poolings) {
    return new MultiPoolingEncoder(encoder, this::repeated, poolings);
  }

  private List<FramedText> repeated(List<String> sentences) {
    return UnusableTexts.prepare(
        sentences,
        sentence -> {
          FramedText text = frame.framedSentence(BEFORE + sentence + BETWEEN, sentence);
          Positions.require(text.tokens().length, model.architecture(), sentence);
          return text;
        });
  }

  @Override
  public int dimensions() {
    return encoder.dimensions();
  }
}
