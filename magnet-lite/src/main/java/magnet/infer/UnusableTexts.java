package magnet.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some texts of a list cannot be given to a model; it says which, before anything is computed. */
public final class UnusableTexts extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 10;

  private final ArrayList<Integer> places;

  private UnusableTexts(List<Integer> places, int count, Throwable first) {
    super(message(places, count, first), first);
    this.places = new ArrayList<>(places);
  }

  /**
   * Prepares each text of a list.
   *
   * @param preparation throws an {@link IllegalArgumentException} where a text cannot be used
   * @return what it gives, in the texts' order
   * @throws UnusableTexts naming the places of all texts that cannot be used; for a list of one
   *     text its own exception is thrown
   */
  public static <T, R> List<R> prepare(List<T> texts, Function<T, R> preparation) {
    List<R> prepared = new ArrayList<>(texts.size());
    List<Integer> places = new ArrayList<>();
    IllegalArgumentException first = null;
    for (int i = 0; i < texts.size(); i++) {
      try {
        prepared.add(preparation.apply(given(texts.get(i))));
      } catch (IllegalArgumentException e) {
        places.add(i);
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      return prepared;
    }
    throw texts.size() == 1 ? first : new UnusableTexts(places, texts.size(), first);
  }

  private static <T> T given(T text) {
    if (text == null) {
      throw new IllegalArgumentException("The text is null, expected some words.");
    }
    return text;
  }

  /**
   * This exception if the list was a piece of a longer one.
   *
   * @param before how many texts precede the piece
   * @param all how many texts the longer list has
   */
  public UnusableTexts within(int before, int all) {
    return new UnusableTexts(places.stream().map(i -> i + before).toList(), all, getCause());
  }

  private static String message(List<Integer> places, int count, Throwable first) {
    String listed =
        places.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return "%d of %d texts cannot be used, counted from 0: %s%s (of text %d: %s)"
        .formatted(
            places.size(),
            count,
            listed,
            places.size() > SHOWN ? ", …" : "",
            places.get(0),
            first.getMessage());
  }
}
