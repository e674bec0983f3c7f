package magnet.eval;

import java.util.Optional;
import magnet.infer.Generator;
import magnet.infer.Infiller;
import magnet.infer.Scorer;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.TokenEncoder;

/**
 * What is measured, by the one name it has in every table: a model with or without an adapter, or a
 * baseline.
 *
 * @param name such as {@code base} or {@code MAGNET}
 * @param sentences its encoder of sentences, if it has one, with one or several poolings; a task
 *     that needs one vector for each sentence reports each
 * @param tokens its token encoder, if it has one
 * @param scorer tells how likely texts are, if it can
 * @param bothSides whether the scorer and the infiller see the text on both sides of a span: so for
 *     models adapted to infilling; a causal model sees only the left side
 * @param infiller fills blanks, if it can
 * @param generator writes from left to right, if it can
 */
public record Candidate(
    String name,
    Optional<PooledEncoder> sentences,
    Optional<TokenEncoder> tokens,
    Optional<Scorer> scorer,
    boolean bothSides,
    Optional<Infiller> infiller,
    Optional<Generator> generator) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public Candidate {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "a candidate needs a name for the tables, but it is blank");
    }
  }

  /**
   * A candidate that can do nothing yet; add what it can.
   *
   * @param name the name in every table, not blank
   */
  public static Candidate named(String name) {
    return new Candidate(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with an encoder of sentences. */
  public Candidate withSentences(PooledEncoder encoder) {
    return new Candidate(
        name, Optional.of(encoder), tokens, scorer, bothSides, infiller, generator);
  }

  /** The same with an encoder of tokens. */
  public Candidate withTokens(TokenEncoder encoder) {
    return new Candidate(
        name, sentences, Optional.of(encoder), scorer, bothSides, infiller, generator);
  }

  /** The same with something that tells how likely texts are. */
  public Candidate withScorer(Scorer teller) {
    return new Candidate(
        name, sentences, tokens, Optional.of(teller), bothSides, infiller, generator);
  }

  /** The same with an infiller; it and the scorer see the text on both sides of a span. */
  public Candidate withBothSides(Infiller filler) {
    return new Candidate(name, sentences, tokens, scorer, true, Optional.of(filler), generator);
  }

  /** The same with something that writes from left to right. */
  public Candidate withGenerator(Generator writer) {
    return new Candidate(name, sentences, tokens, scorer, bothSides, infiller, Optional.of(writer));
  }
}
