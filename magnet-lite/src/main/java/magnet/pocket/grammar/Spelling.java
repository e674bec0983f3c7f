package magnet.pocket.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The last touches to a sentence: {@code an} before vowels, capitals, and where spaces go. */
public final class Spelling {

  private static final Set<String> CLOSERS =
      Set.of(",", ".", "!", "?", ";", ":", "'s", "n't", "'m", "'ll", "'re", "'ve", "'d");

  /** Beginnings that are written with a vowel and spoken with a consonant. */
  private static final List<String> CONSONANT_SOUNDS = List.of("uni", "use", "usual", "eu", "one");

  private Spelling() {}

  /** Mends articles, drops doubled commas and puts the first letter in upper case. */
  public static List<Token> finish(List<Token> raw) {
    List<Token> tokens = new ArrayList<>(raw.size());
    for (int i = 0; i < raw.size(); i++) {
      Token token = raw.get(i);
      boolean last = i + 1 == raw.size();
      if (token.text().equals(",") && !last && CLOSERS.contains(raw.get(i + 1).text())) {
        continue;
      }
      if (token.text().equals("a") && !last && beginsWithVowel(raw.get(i + 1).text())) {
        token = token.withText("an");
      }
      tokens.add(token);
    }
    int first = tokens.get(0).text().equals("\"") ? 1 : 0;
    tokens.set(first, tokens.get(first).withText(capital(tokens.get(first).text())));
    return List.copyOf(tokens);
  }

  /** The sentence as it is written. */
  public static String text(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    boolean glued = true;
    for (Token token : tokens) {
      boolean quote = token.text().equals("\"");
      boolean space = !glued && !CLOSERS.contains(token.text()) && !(quote && quoted);
      text.append(space ? " " : "").append(token.text());
      quoted ^= quote;
      glued = quote && quoted;
    }
    return text.toString();
  }

  /** A word in lower case. */
  public static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** A word with its first letter in upper case. */
  public static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static boolean beginsWithVowel(String word) {
    String sound = lower(word);
    boolean vowel = "aeiou".indexOf(sound.charAt(0)) >= 0 || sound.startsWith("hour");
    return vowel && CONSONANT_SOUNDS.stream().noneMatch(sound::startsWith);
  }
}
