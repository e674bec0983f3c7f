package magnet;

import java.util.Arrays;
import java.util.List;
import magnet.io.NotNull;
import magnet.model.MaskRule;
import magnet.view.AttentionPicture;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Which keys a query may attend to: the one mask rule of MAGNET (section 3.1 of the paper).
 *
 * <p>A query sees every context token; a span token also sees the span tokens up to itself. No span
 * token makes the pattern bidirectional, nothing but span tokens makes it causal.
 *
 * @param span for each token, whether it is a span token; {@code [tokens]}, not copied
 */
public record AttentionPattern(boolean[] span) {

  /** Checks that the flags are not null. */
  public AttentionPattern {
    NotNull.of(span, "span");
  }

  /** Each token sees those up to itself: all are span tokens. */
  public static AttentionPattern causal(int tokens) {
    boolean[] span = new boolean[tokens];
    Arrays.fill(span, true);
    return new AttentionPattern(span);
  }

  /** Each token sees all: none is a span token. */
  public static AttentionPattern bidirectional(int tokens) {
    return new AttentionPattern(new boolean[tokens]);
  }

  /** Context and span tokens as flagged. */
  public static AttentionPattern hybrid(boolean[] span) {
    return new AttentionPattern(span);
  }

  /** Whether one token may attend to another, both by index. */
  public boolean allows(int query, int key) {
    return MaskRule.allows(span[query], span[key], query, key);
  }

  /** Number of tokens. */
  public int length() {
    return span.length;
  }

  /** The pattern as a picture: one row per query, one column per key. */
  public Chart<?, ?> chart() {
    return AttentionPicture.of(allowed(), span);
  }

  /** The pattern as a picture, labelled with the tokens' texts. */
  public Chart<?, ?> chart(List<String> tokens) {
    return AttentionPicture.of(allowed(), span, NotNull.elements(tokens, "tokens"));
  }

  private boolean[][] allowed() {
    boolean[][] allowed = new boolean[span.length][span.length];
    for (int query = 0; query < span.length; query++) {
      for (int key = 0; key < span.length; key++) {
        allowed[query][key] = allows(query, key);
      }
    }
    return allowed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttentionPattern that && Arrays.equals(span, that.span);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(span);
  }

  /** One letter per token: c for context, s for span. */
  @Override
  public String toString() {
    StringBuilder letters = new StringBuilder("AttentionPattern ");
    for (boolean flag : span) {
      letters.append(flag ? 's' : 'c');
    }
    return letters.toString();
  }
}
