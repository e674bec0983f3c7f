package magnet.infer;

import java.util.List;
import java.util.function.IntFunction;
import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.Sampler;

/**
 * How texts are continued.
 *
 * @param maxTokens the most tokens of a continuation, at least 1
 * @param stops strings that end a continuation and are cut off; none is empty
 * @param untilEnd whether an end token ends a continuation; else end tokens are tokens like others
 * @param samplers makes the sampler of a prompt, given its index
 */
public record Decoding(
    int maxTokens, List<String> stops, boolean untilEnd, IntFunction<Sampler> samplers) {

  /** Checks the numbers and copies the list. */
  public Decoding {
    require(maxTokens, stops);
    stops = List.copyOf(stops);
  }

  /** Refuses a number of tokens below 1, and an empty stop string. */
  public static void require(int maxTokens, List<String> stops) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "max tokens is " + maxTokens + ", expected 1 or more; ask for one token at least.");
    }
    if (stops.contains("")) {
      throw new IllegalArgumentException(
          "A stop string is empty, which every text holds; expected one character at least.");
    }
  }

  /** The likeliest token each time, until an end token or this many tokens. */
  public static Decoding greedy(int maxTokens) {
    return new Decoding(maxTokens, List.of(), true, prompt -> new Greedy());
  }
}
