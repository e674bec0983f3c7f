package magnet.train;

import java.util.Locale;

/**
 * Rehearsals of training runs: everything runs as written, but every number of steps is multiplied
 * by a share, so that notebooks and recipes can be tested in minutes. The environment variable
 * {@code MAGNET_STEPS} names the share, or the system property {@code magnet.steps}, which takes
 * precedence. Without them nothing is changed; with them every progress display says so.
 */
public final class StepScale {

  private static final String VARIABLE = "MAGNET_STEPS";
  private static final String PROPERTY = "magnet.steps";

  private StepScale() {}

  /** The number of steps that are really done: at least 1 if so many were asked for, else 0. */
  public static int steps(int wanted) {
    return wanted == 0 ? 0 : Math.max(1, (int) Math.round(wanted * share()));
  }

  /** What the progress display says about it. */
  public static String words() {
    double share = share();
    return share == 1
        ? ""
        : String.format(Locale.ROOT, " (rehearsed with %.3g %% of the steps)", 100 * share);
  }

  private static double share() {
    String fromProperty = System.getProperty(PROPERTY, "").strip();
    String given =
        fromProperty.isEmpty() ? System.getenv().getOrDefault(VARIABLE, "").strip() : fromProperty;
    if (given.isEmpty()) {
      return 1;
    }
    try {
      double share = Double.parseDouble(given);
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Refused below, as is a number that is not a share.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\", expected a share of the steps above 0 and up to 1, such as 0.05; correct or"
                .formatted(fromProperty.isEmpty() ? VARIABLE : PROPERTY, given)
            + " unset it.");
  }
}
