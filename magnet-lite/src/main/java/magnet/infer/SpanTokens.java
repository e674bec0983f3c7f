package magnet.infer;

import java.util.List;

/**
 * Blanks filled with tokens.
 *
 * @param spans the tokens of each blank, in order
 * @param likelihood how likely the model finds them, given the context and the spans before them
 */
record SpanTokens(List<int[]> spans, Likelihood likelihood) {}
