package magnet.eval;

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

  /** Keeps the order of the encoders. */
  public Contender {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "a contender needs a name for the tables, but it is blank");
    }
    sentences = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sentences));
  }

  /** The names of its sentence encoders. */
  public List<String> poolings() {
    return List.copyOf(sentences.keySet());
  }
}
