package magnet.infer;

import java.util.List;

/** Scores how likely a model finds texts: one likelihood for each, in their order. */
public interface Scorer {

  /** Whole texts, none empty, from left to right: every token that has one before it. */
  List<Likelihood> texts(List<String> texts);

  /** Continuations, given what comes before: every token that holds a character of one. */
  List<Likelihood> continuations(List<PromptedText> texts);

  /** Spans inside texts, given the text on both sides of each: infilling. */
  List<Likelihood> spansFromBothSides(List<TextSpan> spans);

  /** Spans inside texts, given only what comes before each: the causal control of infilling. */
  List<Likelihood> spansFromTheLeft(List<TextSpan> spans);
}
