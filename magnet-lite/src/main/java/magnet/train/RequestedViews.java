package magnet.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The views of each text that an objective asks for, by description; only what is asked for is
 * made. Masks and spans are made in one view, x_m, which all objectives share; so objectives that
 * ask for the same part must ask for the same of it.
 *
 * @param masks masked tokens among the context of x_m
 * @param wholeTexts spans in x_m, where the corpus says that spans lie, but in this share of the
 *     texts, in [0, 1], the whole text is the span
 * @param pairs the pair x and x+, as the corpus makes pairs, each with this instruction before it
 * @param own views of an objective's own making, by name
 */
public record RequestedViews(
    Optional<Masking> masks,
    Optional<Double> wholeTexts,
    Optional<String> pairs,
    Map<String, TextView> own) {

  private static final RequestedViews NONE =
      new RequestedViews(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public RequestedViews {
    wholeTexts.ifPresent(RequestedViews::requireShare);
    own = Map.copyOf(own);
  }

  /**
   * Rejects what is not a share of wholly-span texts.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public static void requireShare(double wholeTexts) {
    if (!(wholeTexts >= 0 && wholeTexts <= 1)) {
      throw new IllegalArgumentException(
          "A share of %s wholly-span texts is not in [0, 1]; 0.25 is usual, 1 is causal modelling."
              .formatted(wholeTexts));
    }
  }

  /** No views. */
  public static RequestedViews none() {
    return NONE;
  }

  /** Masked tokens in x_m. */
  public static RequestedViews masks(Masking how) {
    return new RequestedViews(Optional.of(how), Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * Spans in x_m.
   *
   * @param wholeTexts share of the texts that are all span, in [0, 1]
   * @throws IllegalArgumentException if it is not
   */
  public static RequestedViews spans(double wholeTexts) {
    return new RequestedViews(
        Optional.empty(), Optional.of(wholeTexts), Optional.empty(), Map.of());
  }

  /**
   * The pair x and x+.
   *
   * @param instruction put before both; may be empty
   */
  public static RequestedViews pairs(String instruction) {
    return new RequestedViews(
        Optional.empty(), Optional.empty(), Optional.of(instruction), Map.of());
  }

  /**
   * A view of your own making.
   *
   * @param name under which {@link ViewBatch#own} finds it
   * @param view makes it; a record or a constant, so that equal ones are equal
   */
  public static RequestedViews own(String name, TextView view) {
    return new RequestedViews(
        Optional.empty(), Optional.empty(), Optional.empty(), Map.of(name, view));
  }

  /**
   * These views and others.
   *
   * @throws IllegalArgumentException if both ask for the same part, but with different settings
   */
  public RequestedViews and(RequestedViews other) {
    Map<String, TextView> all = new LinkedHashMap<>(own);
    other.own.forEach(
        (name, view) -> all.merge(name, view, (one, two) -> same("view " + name, one, two)));
    return new RequestedViews(
        either("masks", masks, other.masks),
        either("share of wholly-span texts", wholeTexts, other.wholeTexts),
        either("instruction before pairs", pairs, other.pairs),
        all);
  }

  /** Whether x_m is asked for. */
  public boolean wantsMaskedText() {
    return masks.isPresent() || wholeTexts.isPresent();
  }

  /** How many views a text has in a batch; each is a row of a pass at most. */
  public int count() {
    return (wantsMaskedText() ? 1 : 0) + (pairs.isPresent() ? 2 : 0) + own.size();
  }

  /** Whether the tokens of the texts are read, and not those of pairs alone. */
  boolean readsWholeTexts() {
    return wantsMaskedText() || !own.isEmpty();
  }

  private static <T> Optional<T> either(String what, Optional<T> one, Optional<T> other) {
    one.ifPresent(first -> other.ifPresent(second -> same(what, first, second)));
    return one.or(() -> other);
  }

  private static <T> T same(String what, T one, T other) {
    if (!one.equals(other)) {
      throw new IllegalArgumentException(
          "Two objectives ask for the %s of a text, but one for %s and one for %s; give both the"
                  .formatted(what, one, other)
              + " same.");
    }
    return one;
  }
}
