package magnet.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.infer.Generator;
import magnet.infer.Infiller;
import magnet.infer.Scorer;
import magnet.infer.SentenceEncoder;
import magnet.infer.TokenEncoder;

/**
 * What is measured, by the one name it has in every table: a model with or without an adapter, or a
 * baseline.
 *
 * @param name such as {@code base} or {@code MAGNET}
 * @param sentences its sentence encoders by the name of the pooling, such as {@code last}, in the
 *     order in which they are reported; a task that needs one vector a sentence runs with each
 * @param tokens its token encoder, if it has one
 * @param scorer tells how likely texts are, if it can
 * @param bothSides whether the scorer and the infiller see the text on both sides of a span: so for
 *     models adapted to infilling; a causal model sees only the left side
 * @param infiller fills blanks, if it can
 * @param generator writes from left to right, if it can
 */
public record Contender(
    String name,
    Map<String, SentenceEncoder> sentences,
    Optional<TokenEncoder> tokens,
    Optional<Scorer> scorer,
    boolean bothSides,
    Optional<Infiller> infiller,
    Optional<Generator> generator) {

  /**
   * Keeps the order of the encoders.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Contender {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "a contender needs a name for the tables, but it is blank");
    }
    sentences = Collections.unmodifiableMap(new LinkedHashMap<>(sentences));
  }

  /**
   * A contender that can do nothing yet; add what it can.
   *
   * @param name the name in every table, not blank
   */
  public static Contender named(String name) {
    return new Contender(
        name,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with one more sentence encoder, under the name of its pooling. */
  public Contender withSentences(String pooling, SentenceEncoder encoder) {
    Map<String, SentenceEncoder> more = new LinkedHashMap<>(sentences);
    more.put(pooling, encoder);
    return new Contender(name, more, tokens, scorer, bothSides, infiller, generator);
  }

  /** The same with an encoder of tokens. */
  public Contender withTokens(TokenEncoder encoder) {
    return new Contender(
        name, sentences, Optional.of(encoder), scorer, bothSides, infiller, generator);
  }

  /** The same with something that tells how likely texts are. */
  public Contender withScorer(Scorer teller) {
    return new Contender(
        name, sentences, tokens, Optional.of(teller), bothSides, infiller, generator);
  }

  /** The same with an infiller; it and the scorer see the text on both sides of a span. */
  public Contender withBothSides(Infiller filler) {
    return new Contender(name, sentences, tokens, scorer, true, Optional.of(filler), generator);
  }

  /** The same with something that writes from left to right. */
  public Contender withGenerator(Generator writer) {
    return new Contender(name, sentences, tokens, scorer, bothSides, infiller, Optional.of(writer));
  }

  /** The names of its sentence encoders. */
  public List<String> poolings() {
    return List.copyOf(sentences.keySet());
  }
}
