package magnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the words of a text lie: what stands between white space. Limits count words, not tokens,
 * so that candidates with other tokenizers are measured on the same text.
 *
 * @param text the text
 * @param ranges its words in order
 */
public record WordRanges(String text, List<TextRange> ranges) {

  private static final Pattern WORD = Pattern.compile("\\S+");

  /** The words of a text. */
  public static WordRanges of(String text) {
    List<TextRange> ranges = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      ranges.add(new TextRange(word.start(), word.end()));
    }
    return new WordRanges(text, ranges);
  }

  /** How many there are. */
  public int count() {
    return ranges.size();
  }

  /** The first words of the text; all of it where it has no more. */
  public String first(int most) {
    require(most);
    return most >= count() ? text : text.substring(0, ranges.get(most - 1).end());
  }

  /** The last words of the text; all of it where it has no more. */
  public String last(int most) {
    require(most);
    return most >= count() ? text : text.substring(ranges.get(count() - most).begin());
  }

  /** From the beginning of a word to the end of the last of so many. */
  public TextRange range(int first, int length) {
    return new TextRange(ranges.get(first).begin(), ranges.get(first + length - 1).end());
  }

  /** A stretch of so many words, 1 to all of them, at a random place. */
  public String stretch(int length, SplittableRandom random) {
    return range(random.nextInt(count() - length + 1), length).of(text);
  }

  private static void require(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A limit of %d words leaves no text; allow one word at least.".formatted(most));
    }
  }
}
