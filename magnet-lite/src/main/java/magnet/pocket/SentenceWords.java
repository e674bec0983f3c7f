package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.pocket.grammar.Spelling;

/** Splits a written sentence into the words and marks of which frames are made. */
final class SentenceWords {

  private static final Pattern PART =
      Pattern.compile("(?i:Mr|Mrs|Ms|Dr)\\.|[\\p{L}\\d][\\p{L}\\d'-]*|[^\\s\\p{L}\\d]");

  private SentenceWords() {}

  static List<String> of(String sentence) {
    List<String> words = new ArrayList<>();
    Matcher matcher = PART.matcher(sentence);
    while (matcher.find()) {
      String part = matcher.group();
      int clitic = part.length() > 1 ? FrameReader.clitic(Spelling.lower(part)) : -1;
      if (clitic > 0) {
        words.add(part.substring(0, clitic));
        words.add(part.substring(clitic));
      } else {
        words.add(part);
      }
    }
    return words;
  }
}
