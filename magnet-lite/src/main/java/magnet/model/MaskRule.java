package magnet.model;

/**
 * Which keys a query may attend to: the one mask rule of MAGNET (section 3.1 of the paper).
 *
 * <p>A query sees every context token; a span token also sees the span tokens up to itself. Context
 * never sees a span. No span token makes the pattern bidirectional (an encoder), nothing but span
 * tokens makes it causal (a decoder), both make it hybrid (infilling).
 *
 * <p>Query and key must be of the same document; padding belongs to none. {@link TokenBatch} sees
 * to that.
 */
public final class MaskRule {

  private MaskRule() {}

  /**
   * Whether a query may attend to a key of its own document.
   *
   * @param spanQuery whether the query is a span token, else it is a context token
   * @param spanKey whether the key is a span token
   * @param query place of the query in the text
   * @param key place of the key in the text
   */
  public static boolean allows(boolean spanQuery, boolean spanKey, int query, int key) {
    return !spanKey || (spanQuery && key <= query);
  }
}
