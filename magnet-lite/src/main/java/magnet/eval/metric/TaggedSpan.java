package magnet.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * A phrase or a name in a tagged sentence: a run of words that belong together.
 *
 * @param type what it is, such as {@code PER} or {@code NP}
 * @param first its first word, counted from 0
 * @param last its last word
 */
public record TaggedSpan(String type, int first, int last) {

  /**
   * The spans of a sentence's tags, by the rules of the CoNLL shared tasks' {@code conlleval},
   * which seqeval follows in its default mode: {@code B-X} begins a span; {@code I-X} continues the
   * span before it if that is of type X, else it begins one; every other tag ends what is open. So
   * tags in IOB1, where {@code B-} only separates neighbours of one type, and in IOB2, where every
   * span begins with {@code B-}, are read alike, and a stray {@code I-X} of a classifier counts.
   *
   * @param tags one for each word, {@code B-type}, {@code I-type} or {@code O}; a type may hold
   *     hyphens
   * @return the spans in the order of the words
   * @throws IllegalArgumentException if a tag is none of these
   */
  public static List<TaggedSpan> of(List<String> tags) {
    List<TaggedSpan> spans = new ArrayList<>();
    String open = null;
    int first = 0;
    for (int word = 0; word < tags.size(); word++) {
      String tag = tags.get(word);
      String type = type(tag);
      boolean continues = tag.startsWith("I-") && type.equals(open);
      if (!continues) {
        if (open != null) {
          spans.add(new TaggedSpan(open, first, word - 1));
        }
        open = type;
        first = word;
      }
    }
    if (open != null) {
      spans.add(new TaggedSpan(open, first, tags.size() - 1));
    }
    return spans;
  }

  /** The type that a tag names; null for O. */
  private static String type(String tag) {
    if (tag.equals("O")) {
      return null;
    }
    if (tag.length() < 3 || !(tag.startsWith("B-") || tag.startsWith("I-"))) {
      throw new IllegalArgumentException(
          "\"" + tag + "\" does not tag a span, expected O, B-TYPE or I-TYPE such as B-PER.");
    }
    return tag.substring(2);
  }
}
