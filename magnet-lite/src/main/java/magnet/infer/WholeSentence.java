package magnet.infer;

import magnet.data.Sentences;

/** A blank that is one sentence, from a capital letter or a quotation mark to its full stop. */
final class WholeSentence implements BlankForm {

  @Override
  public boolean fits(String text) {
    String bare = text.strip();
    return Sentences.mayEnd(bare)
        && !Character.isLowerCase(bare.charAt(0))
        && Sentences.of(bare).size() == 1;
  }

  @Override
  public boolean endsAfter(String token) {
    return !token.isEmpty() && !Character.isLetter(token.charAt(token.length() - 1));
  }
}
