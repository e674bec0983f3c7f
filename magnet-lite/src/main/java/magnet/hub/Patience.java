package magnet.hub;

import java.time.Duration;

/**
 * How long a server is waited for, and how often it is asked again.
 *
 * @param attempts how many failures in a row without a single new byte are tolerated, at least 1
 * @param firstWait before the second attempt; doubled before each one after it
 * @param longestWait for which a server that asks for it is waited for; also our longest wait
 * @param silence after which a connection that brings nothing is given up
 */
public record Patience(int attempts, Duration firstWait, Duration longestWait, Duration silence) {

  /**
   * Five attempts, starting at one second; five minutes where a server asks; ten seconds of
   * silence.
   */
  public static Patience usual() {
    return new Patience(5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10));
  }

  /** The wait before the attempt after this many failures in a row. */
  Duration wait(int failures) {
    Duration doubled = firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
  }

  /** This patience without a second attempt. */
  Patience once() {
    return new Patience(1, firstWait, longestWait, silence);
  }

  Patience withSilence(Duration longest) {
    return new Patience(attempts, firstWait, longestWait, longest);
  }
}
