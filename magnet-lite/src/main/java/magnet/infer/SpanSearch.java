package magnet.infer;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import magnet.infer.sampling.Sampler;

/**
 * How blanks are filled.
 *
 * @param shortest the fewest tokens of a blank, at least 1
 * @param longest the most tokens of a blank
 * @param candidates how many fillings are kept, the best first
 * @param tries how often each length is tried; more than once helps only with random sampling
 * @param samplers makes the sampler of a try, given its index
 * @param form what the text of a blank should be like
 */
public record SpanSearch(
    int shortest,
    int longest,
    int candidates,
    int tries,
    IntFunction<Sampler> samplers,
    BlankForm form) {

  /** Several blanks of several lengths each have many combinations: at most this many are tried. */
  static final int COMBINATIONS = 64;

  /** Checks the numbers. */
  public SpanSearch {
    require(shortest, longest, candidates, tries);
  }

  /** Refuses numbers below 1, and lengths in the wrong order. */
  public static void require(int shortest, int longest, int candidates, int tries) {
    if (shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          ("A blank of %s to %s tokens cannot be filled; expected 1 or more, the smaller number"
                  + " first.")
              .formatted(shortest, longest));
    }
    if (candidates < 1 || tries < 1) {
      throw new IllegalArgumentException(
          "Asked for %s candidates of %s tries a length, expected 1 or more of each."
              .formatted(candidates, tries));
    }
  }

  /**
   * The lengths that are tried: every combination over the blanks, or, where these are more than
   * 64, lengths evenly spread over the range of each blank.
   *
   * @param blanks how many blanks there are
   * @return {@code [combinations][blanks]}
   */
  List<int[]> lengths(int blanks) {
    int range = longest - shortest + 1;
    int each = (int) Math.max(1, Math.floor(Math.pow(COMBINATIONS, 1.0 / blanks) + 1e-9));
    int steps = Math.min(range, each);
    int[] of =
        IntStream.range(0, steps)
            .map(
                i ->
                    steps == 1
                        ? (shortest + longest) / 2
                        : shortest + i * (range - 1) / (steps - 1))
            .toArray();
    List<int[]> all = List.of(new int[0]);
    for (int blank = 0; blank < blanks; blank++) {
      all =
          all.stream()
              .flatMap(begun -> Arrays.stream(of).mapToObj(next -> with(begun, next)))
              .toList();
    }
    return all;
  }

  private static int[] with(int[] begun, int next) {
    return IntStream.concat(Arrays.stream(begun), IntStream.of(next)).toArray();
  }
}
