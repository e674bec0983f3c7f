package magnet.recipe.settings;

import java.util.Map;
import magnet.Candidates;
import magnet.Encoding;
import magnet.Magnet;
import magnet.eval.Candidate;

/** What a trained model sees when it is measured: the same as in training. */
public enum ModelAttention {
  /** MAGNET's: it embeds with both sides in view and fills spans with both sides in view. */
  HYBRID,
  /** It embeds with both sides in view, but knows only the left side of a span: LLM2Vec's. */
  BIDIRECTIONAL,
  /** It sees only the left side: a base model, or the causal control. */
  CAUSAL;

  /** What a recipe calls each. */
  public static final Map<String, ModelAttention> NAMES =
      Map.of("hybrid", HYBRID, "bidirectional", BIDIRECTIONAL, "causal", CAUSAL);

  /** How it embeds. */
  public Encoding encoding(String instruction) {
    Encoding encoding = Encoding.magnet().instruction(instruction);
    return this == CAUSAL ? encoding.leftToRight() : encoding;
  }

  /** A trained model as it is measured. */
  public Candidate candidate(String name, Magnet model, String instruction) {
    Candidate candidate = Candidates.of(name, model, encoding(instruction));
    return this == HYBRID ? candidate.withBothSides(model.infiller()) : candidate;
  }
}
