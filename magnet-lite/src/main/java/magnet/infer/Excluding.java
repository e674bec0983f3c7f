package magnet.infer;

import java.util.stream.IntStream;
import magnet.infer.sampling.Sampler;
import magnet.model.tokenizer.TextTokenizer;

/**
 * Takes some tokens out: they are never chosen.
 *
 * @param ids token ids
 * @param next what chooses from the rest
 */
public record Excluding(int[] ids, Sampler next) implements Sampler {

  /** Excludes ids that no token of a tokenizer has: embeddings are often filled up with some. */
  static Sampler idsWithoutText(TextTokenizer tokenizer, int vocabulary, Sampler next) {
    int known = tokenizer.vocabularySize();
    return known >= vocabulary
        ? next
        : new Excluding(IntStream.range(known, vocabulary).toArray(), next);
  }

  /** What cannot stand inside a text: end tokens, and all that stand for no text. */
  static int[] outsideText(TextFrame frame, int vocabulary) {
    TextTokenizer tokenizer = frame.tokenizer();
    int known = tokenizer.vocabularySize();
    return IntStream.range(0, vocabulary)
        .filter(id -> id >= known || tokenizer.isSpecial(id) || frame.isEnd(id))
        .toArray();
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    for (int id : ids) {
      logits[id] = Float.NEGATIVE_INFINITY;
    }
    return next.next(logits, soFar);
  }
}
