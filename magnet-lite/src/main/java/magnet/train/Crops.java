package magnet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.data.TextRange;

/**
 * Two stretches of the same text, drawn independently, so that they overlap at random. Short crops
 * taught more than long ones in our trials, and crops more than dropout (arXiv 2508.03453).
 *
 * @param least share of the words that a crop keeps at least, above 0; ours is 0.3
 * @param most share of the words that a crop keeps at most, 1 at most; ours is 0.7
 */
public record Crops(double least, double most) implements PositiveSource {

  private static final Pattern WORD = Pattern.compile("\\S+");

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if they are not in order within (0, 1]
   */
  public Crops {
    if (!(least > 0 && least <= most && most <= 1)) {
      throw new IllegalArgumentException(
          "Crops that keep "
              + least
              + " to "
              + most
              + " of a text are not possible; give two shares above 0 and up to 1, as 0.3 and"
              + " 0.7.");
    }
  }

  @Override
  public Positives pair(String text, SplittableRandom random) {
    List<TextRange> words = words(text);
    return new Positives(crop(text, words, random), crop(text, words, random), text);
  }

  private String crop(String text, List<TextRange> words, SplittableRandom random) {
    double share = least + random.nextDouble() * (most - least);
    int length = Math.max(1, (int) Math.round(share * words.size()));
    return stretch(text, words, length, random);
  }

  /** A stretch of this many words at a random place; the text itself if it has no more. */
  static String stretch(String text, int length, SplittableRandom random) {
    List<TextRange> words = words(text);
    return words.size() <= length ? text : stretch(text, words, length, random);
  }

  private static String stretch(
      String text, List<TextRange> words, int length, SplittableRandom random) {
    int first = random.nextInt(words.size() - length + 1);
    return text.substring(words.get(first).begin(), words.get(first + length - 1).end());
  }

  private static List<TextRange> words(String text) {
    List<TextRange> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(new TextRange(word.start(), word.end()));
    }
    return words;
  }
}
