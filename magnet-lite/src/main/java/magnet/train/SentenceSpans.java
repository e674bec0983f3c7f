package magnet.train;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.data.TextRange;
import magnet.model.tokenizer.TokenizedText;

/**
 * One whole sentence of the text, as the paper takes it for five-sentence stories.
 *
 * @param otherwise used if the document does not know its sentences, or a cut left fewer than two
 *     of them whole
 */
public record SentenceSpans(SpanSource otherwise) implements SpanSource {

  @Override
  public boolean[] spans(TextTokens text, SplittableRandom random) {
    TokenizedText tokens = text.tokens();
    if (text.own() == 0) {
      return new boolean[tokens.length()];
    }
    int first = tokens.begin()[text.from()];
    int last = tokens.end()[text.to() - 1];
    List<TextRange> whole =
        text.sentences().stream().filter(s -> s.begin() >= first && s.end() <= last).toList();
    if (whole.size() < 2) {
      return otherwise.spans(text, random);
    }
    TextRange chosen = whole.get(random.nextInt(whole.size()));
    boolean[] span = new boolean[tokens.length()];
    for (int t = text.from(); t < text.to(); t++) {
      // A token that crosses the sentence's beginning (a space with the word) counts as its own.
      span[t] = tokens.begin()[t] < chosen.end() && tokens.end()[t] > chosen.begin();
    }
    boolean leavesContext = IntStream.range(text.from(), text.to()).anyMatch(t -> !span[t]);
    return leavesContext ? span : new boolean[tokens.length()];
  }
}
