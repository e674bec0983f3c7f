package magnet.model;

/**
 * Which keys a query may attend to: the one mask rule of MAGNET (section 3.1 of the paper).
 *
 * <pre>
 *   context(key)  or  ( span(query) and span(key) and key &lt;= query )
 * </pre>
 *
 * <p>A query sees every context token; a span token also sees the span tokens up to itself. Context
 * never sees a span. No span token makes the pattern bidirectional (an encoder), nothing but span
 * tokens makes it causal (a decoder), both make it hybrid (infilling).
 *
 * <p>Query and key must be of the same document; padding belongs to none. {@link TokenBatch} sees
 * to that.
 *
 * <p>On layers that have a sliding window, what is seen must also be near: at a distance below the
 * window. Pretraining uses windows that look back: of w keys, the query's own and the w - 1 before
 * it. A query that looks forward as well sees as far there: the window is symmetric, 2w - 1 keys,
 * and no distance occurs that did not occur in pretraining. For a span token that means the context
 * of both sides up to w - 1 places away, and the span so far up to w - 1 places back; where
 * everything is a span it is the causal window again. Positions are those of the text: after a
 * blank that is to be filled, its length counts. (Ours: the paper has no windows. Hugging Face
 * transformers drops a window where it is handed a 4D mask.)
 */
public final class MaskRule {

  private MaskRule() {}

  /** Whether a query may attend to a key of its own document. */
  public static boolean allows(boolean spanQuery, boolean spanKey, int query, int key) {
    return !spanKey || (spanQuery && key <= query);
  }
}
