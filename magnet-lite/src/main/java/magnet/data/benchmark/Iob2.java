package magnet.data.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Tags of phrases in the form IOB2, in which each phrase opens with {@code B-} (Ratnaparkhi, 1998).
 *
 * <p>In IOB1, the form of CoNLL-2003 (Ramshaw and Marcus, 1995), {@code I-} opens a phrase, and
 * {@code B-} is used only where a phrase follows directly on another of the same type. Both name
 * the same phrases. What is IOB2 already stays as it is.
 */
public final class Iob2 {

  private static final String OUTSIDE = "O";

  private Iob2() {}

  /**
   * A sentence's tags, rewritten.
   *
   * @param tags IOB1 or IOB2, such as {@code I-PER}; one per word
   * @return as many; an {@code I-} after nothing, or after another type, has become {@code B-}
   * @throws IllegalArgumentException if one is neither {@code O} nor {@code B-} or {@code I-} and a
   *     type
   */
  public static List<String> of(List<String> tags) {
    List<String> rewritten = new ArrayList<>(tags.size());
    String open = OUTSIDE;
    for (String tag : tags) {
      String type = type(tag);
      boolean goesOn = tag.startsWith("I-") && type.equals(open);
      rewritten.add(goesOn || tag.equals(OUTSIDE) ? tag : "B-" + type);
      open = type;
    }
    return List.copyOf(rewritten);
  }

  /**
   * A sentence with its chunks and names rewritten.
   *
   * @throws IllegalArgumentException as {@link #of(List)}
   */
  public static TaggedSentence of(TaggedSentence sentence) {
    return new TaggedSentence(
        sentence.words(), sentence.partsOfSpeech(), of(sentence.chunks()), of(sentence.entities()));
  }

  private static String type(String tag) {
    if (tag.equals(OUTSIDE)) {
      return OUTSIDE;
    }
    if (tag.length() < 3 || !(tag.startsWith("B-") || tag.startsWith("I-"))) {
      throw new IllegalArgumentException(
          "the tag \"%s\" is neither O nor B- or I- and a type; give IOB1 or IOB2 tags"
              .formatted(tag));
    }
    return tag.substring(2);
  }
}
