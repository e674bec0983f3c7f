package magnet.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.Arrays;

/**
 * Turns the ranges of a native tokenizer, which count code points and include white space or not as
 * each tokenizer likes, into those of {@link TokenizedText}.
 */
public final class TokenRanges {

  private final String text;
  private final int[] begin;
  private final int[] end;

  private TokenRanges(String text, CharSpan[] spans) {
    this.text = text;
    begin = new int[spans.length];
    end = new int[spans.length];
    int[] chars = charOfEachCodePoint();
    for (int i = 0; i < spans.length; i++) {
      begin[i] = chars[spans[i].getStart()];
      end[i] = chars[spans[i].getEnd()];
      trim(i);
    }
    takeInWhatTheNormaliserDropped();
  }

  /** Tokens of a text with their ranges, from what a native tokenizer gave for it. */
  public static TokenizedText of(Encoding encoding, String text) {
    TokenRanges ranges = new TokenRanges(text, encoding.getCharTokenSpans());
    return new TokenizedText(ids(encoding), ranges.begin, ranges.end);
  }

  /** The ids that a native tokenizer gave. */
  public static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  private int[] charOfEachCodePoint() {
    int[] chars = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < chars.length; i++) {
      chars[i] = text.offsetByCodePoints(chars[i - 1], 1);
    }
    return chars;
  }

  private void trim(int token) {
    while (begin[token] < end[token] && isSpace(begin[token])) {
      begin[token]++;
    }
    while (begin[token] < end[token] && isSpace(end[token] - 1)) {
      end[token]--;
    }
  }

  /**
   * An accent that was composed with its letter has no token of its own: it goes to the letter's.
   */
  private void takeInWhatTheNormaliserDropped() {
    int here = text.length();
    int next = text.length();
    for (int i = begin.length - 1; i >= 0; i--) {
      if (begin[i] == end[i]) {
        continue;
      }
      if (begin[i] < here) { // several tokens may share a range
        next = here;
        here = begin[i];
      }
      while (end[i] < next && !isSpace(end[i])) {
        end[i]++;
      }
    }
  }

  private boolean isSpace(int at) {
    return Character.isWhitespace(text.charAt(at));
  }
}
