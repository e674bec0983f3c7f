package magnet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.data.TextRange;

/**
 * Where the words of a text lie: what stands between white space. Limits count words, not tokens,
 * so that candidates with other tokenizers are measured on the same text.
 *
 * @param text the text
 * @param ranges its words in order
 */
record WordBoundaries(String text, List<TextRange> ranges) {

  private static final Pattern WORD = Pattern.compile("\\S+");

  static WordBoundaries of(String text) {
    List<TextRange> ranges = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      ranges.add(new TextRange(word.start(), word.end()));
    }
    return new WordBoundaries(text, ranges);
  }

  int count() {
    return ranges.size();
  }

  /** The first words of the text; all of it where it has no more. */
  String first(int most) {
    require(most);
    return most >= count() ? text : text.substring(0, ranges.get(most - 1).end());
  }

  /** The last words of the text; all of it where it has no more. */
  String last(int most) {
    require(most);
    return most >= count() ? text : text.substring(ranges.get(count() - most).begin());
  }

  private static void require(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A limit of %d words leaves no text; allow one word at least.".formatted(most));
    }
  }
}
