package magnet;

import java.util.LinkedHashMap;
import java.util.Map;
import magnet.eval.Contender;
import magnet.infer.RankedContinuations;
import magnet.infer.encoding.EchoEncoder;
import magnet.infer.encoding.Encoder;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.Pooler;
import magnet.infer.encoding.TextEncoder;
import magnet.infer.sampling.Draw;
import magnet.infer.sampling.Temperature;

/**
 * Ways to send a model into an evaluation: the model that was adapted, and the baselines that it
 * has to beat. Each gets one name for all tables.
 *
 * <p>A sentence is pooled in three ways, each a score of its own: {@code last}, {@code mean} and
 * {@code weighted mean}. All but Echo put MAGNET's instruction before it, so that they differ in
 * nothing but the model and its attention; {@link #of} takes other encodings. A contender lives as
 * long as its model.
 */
public final class Contenders {

  /**
   * Ours. Right roles of 100 sentences of pocket ({@code dev}) by the base model, 100 tries each:
   * 29 % at 0.3, 35 % at 0.7, 40 % at 1; 12 % by the likeliest continuation.
   */
  private static final double RANKED_TEMPERATURE = 1;

  private Contenders() {}

  /**
   * A model adapted by MAGNET: bidirectional as an encoder, with both sides of a gap in view as an
   * infiller, causal as a writer.
   *
   * @param name the name in tables
   * @param model an adapted model
   */
  public static Contender magnet(String name, Magnet model) {
    return of(name, model, Encoding.magnet()).withBothSides(model.infiller());
  }

  /**
   * A model used as the decoder that it is, left to right throughout: the base model, and the
   * causal control (the base trained on the same texts and steps from left to right only), without
   * which a gain may be mere adaptation to the texts.
   *
   * @param name the name in tables
   * @param model any model
   */
  public static Contender causal(String name, Magnet model) {
    return of(name, model, Encoding.magnet().leftToRight());
  }

  /**
   * A bidirectional encoder that was not taught to fill gaps: as LLM2Vec (BehnamGhader et al. 2024)
   * when trained by its objectives, masked next tokens and contrastive with dropout views.
   *
   * @param name the name in tables
   * @param model a model trained so
   */
  public static Contender bidirectional(String name, Magnet model) {
    return of(name, model, Encoding.magnet());
  }

  /**
   * Echo embeddings of a model that was not trained for embedding (Springer et al. 2024): each
   * sentence is read twice, and the second copy pooled. It embeds sentences and does nothing else.
   *
   * @param name the name in tables
   * @param model any model, most often a base
   */
  public static Contender echo(String name, Magnet model) {
    EchoEncoder encoder = new EchoEncoder(model.language(), model.frame(), EchoEncoder.DEFAULT);
    return Contender.named(name).withSentences(encoder.pooled(poolings()));
  }

  /**
   * A text encoder that is no language model, such as a BERT: it embeds sentences, pooled as its
   * authors do, and tokens, and does nothing else.
   *
   * @param name the name in tables
   * @param encoder stays open as long as the contender is used
   */
  public static Contender encoder(String name, TextEncoder encoder) {
    return Contender.named(name)
        .withSentences(PooledEncoder.of(Map.of(encoder.pooling(), encoder)))
        .withTokens(encoder);
  }

  /**
   * A decoder that fills gaps as well as it can from their left side only ({@link
   * RankedContinuations}): what MAGNET has to beat where more than one filling is tried. It does
   * nothing else.
   *
   * @param name the name in tables
   * @param model any model, most often a base
   */
  public static Contender ranked(String name, Magnet model) {
    return Contender.named(name)
        .withBothSides(
            new RankedContinuations(
                model.generator(),
                model.scorer(),
                attempt -> new Temperature(RANKED_TEMPERATURE, new Draw(attempt))));
  }

  /**
   * A model with sentences and tokens encoded in a way of your own; it scores and writes from left
   * to right.
   *
   * @param name the name in tables
   * @param model any model
   * @param encoding instruction, attention, normalising and dimensions; each pooling is tried,
   *     whichever it names
   */
  public static Contender of(String name, Magnet model, Encoding encoding) {
    Encoder encoder = model.encoder(encoding);
    return Contender.named(name)
        .withSentences(encoder.pooled(poolings()))
        .withTokens(encoder)
        .withScorer(model.scorer())
        .withGenerator(model.generator());
  }

  private static Map<String, Pooler> poolings() {
    Map<String, Pooler> poolings = new LinkedHashMap<>();
    poolings.put("last", Pooling.LAST_TOKEN.pooler());
    poolings.put("mean", Pooling.MEAN.pooler());
    poolings.put("weighted mean", Pooling.WEIGHTED_MEAN.pooler());
    return poolings;
  }
}
