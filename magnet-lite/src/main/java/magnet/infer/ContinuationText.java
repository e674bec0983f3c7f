package magnet.infer;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import magnet.model.tokenizer.TextTokenizer;

/**
 * Text that grows token by token: passes on pieces that never change afterwards. What may still
 * become another character (bytes of one that is not complete) or a stop string is held back.
 */
final class ContinuationText {

  private static final char INCOMPLETE = '\uFFFD';

  private final TextTokenizer tokenizer;
  private final List<String> stops;
  private final Consumer<String> listener;
  private final int longestStop;
  private final StringBuilder text = new StringBuilder();
  private int handedOn;
  private boolean stopped;

  // The window that is decoded: tokens whose text is known, before tokens whose text is not. A
  // decoder's treatment of a token depends on the one before it, and no longer on the far past.
  private int[] window;
  private int known;

  /** Begins after the tokens of a prompt; the listener may be null. */
  ContinuationText(
      TextTokenizer tokenizer, int[] prompt, List<String> stops, Consumer<String> listener) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    this.listener = listener;
    longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
    window = prompt;
    known = prompt.length;
  }

  /** Takes one more token; does nothing once a stop string came. */
  void add(int token) {
    if (stopped) {
      return;
    }
    window = Arrays.copyOf(window, window.length + 1);
    window[window.length - 1] = token;
    if (listener == null && stops.isEmpty()) {
      return; // nothing listens for pieces: one look at the end is enough
    }
    String piece = tokenizer.decode(window, known, window.length);
    if (!piece.isEmpty() && piece.charAt(piece.length() - 1) != INCOMPLETE) {
      settle(piece);
    }
  }

  private void settle(String piece) {
    int searched = Math.max(0, text.length() - longestStop + 1);
    text.append(piece);
    window = Arrays.copyOfRange(window, known, window.length);
    known = window.length;
    cutAtStop(searched);
    handOn(stopped ? text.length() : text.length() - held());
  }

  private void cutAtStop(int from) {
    OptionalInt cut =
        stops.stream().mapToInt(stop -> text.indexOf(stop, from)).filter(at -> at >= 0).min();
    stopped = cut.isPresent();
    cut.ifPresent(text::setLength);
  }

  /** How many characters at the end may be the beginning of a stop string. */
  private int held() {
    for (int size = Math.min(longestStop - 1, text.length() - handedOn); size > 0; size--) {
      String end = text.substring(text.length() - size);
      if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
        return size;
      }
    }
    return 0;
  }

  private void handOn(int to) {
    if (to > handedOn && listener != null) {
      listener.accept(text.substring(handedOn, to));
      handedOn = to;
    }
  }

  /** Whether a stop string came. */
  boolean stopped() {
    return stopped;
  }

  /** Hands on what was held back; no token comes any more. */
  String finish() {
    if (!stopped) {
      String rest = tokenizer.decode(window, known, window.length);
      if (!rest.isEmpty()) {
        settle(rest);
      }
      handOn(text.length());
    }
    return text.toString();
  }
}
