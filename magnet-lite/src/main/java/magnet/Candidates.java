package magnet;

import java.util.LinkedHashMap;
import java.util.Map;
import magnet.eval.Candidate;
import magnet.infer.RankedContinuations;
import magnet.infer.encoding.Encoder;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.Pooler;
import magnet.infer.encoding.TextEncoder;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.Temperature;

/**
 * Ways to enter a model into an evaluation: the model that was adapted, and the baselines that it
 * has to beat. Each gets one name for all tables.
 *
 * <p>A sentence is pooled in three ways, each a score of its own: {@code last}, {@code mean} and
 * {@code weighted mean}. All but Echo put MAGNET's instruction before it, so that they differ in
 * nothing but the model and its attention; {@link #of} takes other encodings. A candidate lives as
 * long as its model.
 */
public final class Candidates {

  /**
   * Ours. Right roles of 100 sentences of pocket ({@code dev}) by the base model, 100 tries each:
   * 29 % at 0.3, 35 % at 0.7, 40 % at 1; 12 % with the most likely continuation.
   */
  private static final double RANKED_TEMPERATURE = 1;

  private Candidates() {}

  /**
   * A model adapted by MAGNET: bidirectional as an encoder, with both sides of a blank in view as
   * an infiller, causal as a generator.
   *
   * @param name the name in tables
   * @param model an adapted model
   */
  public static Candidate magnet(String name, Magnet model) {
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
  public static Candidate causal(String name, Magnet model) {
    return of(name, model, Encoding.magnet().leftToRight());
  }

  /**
   * A bidirectional encoder that was not taught to fill blanks: as LLM2Vec (BehnamGhader et al.
   * 2024) when trained by its objectives, masked next tokens and contrastive with dropout views.
   *
   * @param name the name in tables
   * @param model a model trained so
   */
  public static Candidate bidirectional(String name, Magnet model) {
    return of(name, model, Encoding.magnet());
  }

  /**
   * Echo embeddings of a model that was not trained for embedding (Springer et al. 2024): each
   * sentence is read twice, and the second copy pooled. It embeds sentences and does nothing else.
   *
   * @param name the name in tables
   * @param model any model, most often a base
   */
  public static Candidate echo(String name, Magnet model) {
    Encoder encoder = model.encoder(Encoding.magnet().leftToRight()).echoing();
    return Candidate.named(name).withSentences(encoder.pooled(poolings()));
  }

  /**
   * A text encoder that is no language model, such as a BERT: it embeds sentences, pooled as its
   * authors do, and tokens, and does nothing else.
   *
   * @param name the name in tables
   * @param encoder stays open as long as the candidate is used
   */
  public static Candidate encoder(String name, TextEncoder encoder) {
    return Candidate.named(name)
        .withSentences(PooledEncoder.of(Map.of(encoder.pooling(), encoder)))
        .withTokens(encoder);
  }

  /**
   * A decoder that fills blanks as well as a model that sees only their left side can ({@link
   * RankedContinuations}): what MAGNET has to beat if more than one filling is tried. It does
   * nothing else.
   *
   * @param name the name in tables
   * @param model any model, most often a base
   */
  public static Candidate ranked(String name, Magnet model) {
    return Candidate.named(name)
        .withBothSides(
            new RankedContinuations(
                model.generator(),
                model.scorer(),
                attempt -> new Temperature(RANKED_TEMPERATURE, new MultinomialSampler(attempt))));
  }

  /**
   * A model with your own encoding of sentences and tokens; it scores and generates from left to
   * right.
   *
   * @param name the name in tables
   * @param model any model
   * @param encoding instruction, attention, normalising and dimensions; each pooling is tried,
   *     whichever it names
   */
  public static Candidate of(String name, Magnet model, Encoding encoding) {
    Encoder encoder = model.encoder(encoding);
    return Candidate.named(name)
        .withSentences(encoder.pooled(poolings()))
        .withTokens(encoder)
        .withScorer(model.scorer())
        .withGenerator(model.generator());
  }

  private static Map<String, Pooler> poolings() {
    Map<String, Pooler> poolings = new LinkedHashMap<>();
    poolings.put("last", Pooler.LAST_TOKEN);
    poolings.put("mean", Pooler.MEAN);
    poolings.put("weighted mean", Pooler.WEIGHTED_MEAN);
    return poolings;
  }
}
