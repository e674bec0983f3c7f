package magnet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import magnet.infer.Decoding;
import magnet.io.NotNull;

/**
 * How a text is continued. A value: each method gives a changed copy.
 *
 * @param maxTokens the most tokens that are written, at least 1
 * @param stops strings that end the text and are cut off
 * @param sampling how the next token is chosen
 * @param listener gets each piece of text as soon as it is final
 */
public record Generating(
    int maxTokens, List<String> stops, Sampling sampling, Consumer<String> listener) {

  /** Checks the values and copies the list. */
  public Generating {
    NotNull.of(sampling, "sampling");
    NotNull.of(listener, "listener");
    stops = NotNull.elements(stops, "stops");
    Decoding.require(maxTokens, stops);
  }

  /** At most 128 tokens, the likeliest each time, until the model ends the text. */
  public static Generating auto() {
    return tokens(128);
  }

  /** At most this many tokens, the likeliest each time, until the model ends the text. */
  public static Generating tokens(int most) {
    return new Generating(most, List.of(), Sampling.greedy(), piece -> {});
  }

  /** A copy with tokens chosen in another way. */
  public Generating sampling(Sampling other) {
    return new Generating(maxTokens, stops, other, listener);
  }

  /** A copy with one more string that ends the text. */
  public Generating stop(String text) {
    List<String> more = new ArrayList<>(stops);
    more.add(text);
    return new Generating(maxTokens, more, sampling, listener);
  }

  /** A copy that reports each piece of text: {@code listener(System.out::print)}. */
  public Generating listener(Consumer<String> other) {
    return new Generating(maxTokens, stops, sampling, other);
  }

  /** These options as {@code magnet.infer} takes them. */
  public Decoding decoding() {
    return new Decoding(maxTokens, stops, true, prompt -> sampling.sampler(0));
  }
}
