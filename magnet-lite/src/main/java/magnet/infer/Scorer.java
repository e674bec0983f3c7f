package magnet.infer;

import java.util.List;

/** Scores how likely a model finds texts. */
public interface Scorer {

  /**
   * Whole texts from left to right: every token that has one before it.
   *
   * @param texts none is empty
   * @return one likelihood per text, in their order
   */
  List<Likelihood> texts(List<String> texts);

  /**
   * Continuations, given what comes before: every token that holds a character of one.
   *
   * @param texts prompts with their continuations
   * @return one likelihood a continuation, in their order
   */
  List<Likelihood> continuations(List<PromptedText> texts);

  /**
   * Spans inside texts, given the text on both sides of each: infilling.
   *
   * @param spans each in its text
   * @return one likelihood a span, in their order
   */
  List<Likelihood> spansFromBothSides(List<TextSpan> spans);

  /**
   * Spans inside texts, given only what comes before each: the causal control of infilling.
   *
   * @param spans each in its text
   * @return one likelihood a span, in their order
   */
  List<Likelihood> spansFromTheLeft(List<TextSpan> spans);
}
