package magnet.infer;

import java.util.regex.Pattern;
import magnet.data.Sentences;

/** A blank that is one sentence, from a capital letter or a quotation mark to its full stop. */
final class WholeSentence implements BlankForm {

  private static final Pattern END = Pattern.compile("[.!?][\"'\u201d\u2019)]*$");

  @Override
  public boolean fits(String text) {
    String bare = text.strip();
    return END.matcher(bare).find()
        && !Character.isLowerCase(bare.charAt(0))
        && Sentences.of(bare).size() == 1;
  }

  @Override
  public boolean endsBehind(String token) {
    return !token.isEmpty() && !Character.isLetter(token.charAt(token.length() - 1));
  }
}
