package magnet.infer.encoding;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import magnet.infer.FramedText;

/** How the vectors of a sentence's tokens become one vector: a weighted sum of some of them. */
public interface Pooler {

  /**
   * Some tokens, and what each of them counts.
   *
   * @param tokens indices of the tokens
   * @param weights one per token; their sum is 1
   */
  record Shares(int[] tokens, float[] weights) {

    /** The text's own tokens, each counted by its place among them, from 0. */
    private static Shares ofOwn(FramedText sentence, IntUnaryOperator counts) {
      int[] tokens = IntStream.range(sentence.begin(), sentence.end()).toArray();
      double sum = IntStream.range(0, tokens.length).map(counts).asDoubleStream().sum();
      float[] weights = new float[tokens.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (counts.applyAsInt(i) / sum);
      }
      return new Shares(tokens, weights);
    }
  }

  /**
   * The vector of the very last token, the end token after the text: MAGNET's way (Khosla et al.
   * 2025, section 3), and the one that its contrastive objective trains.
   */
  Pooler LAST_TOKEN =
      sentence -> new Shares(new int[] {sentence.tokens().length - 1}, new float[] {1});

  /**
   * The mean over the text's own tokens. Instruction, begin and end tokens are left out, as is
   * usual where a model is instructed (Su et al. 2023; LLM2Vec, BehnamGhader et al. 2024).
   */
  Pooler MEAN = sentence -> Shares.ofOwn(sentence, place -> 1);

  /**
   * The mean over the text's own tokens weighted by their place, 1, 2, 3, …: later tokens have seen
   * more where a model reads left to right (SGPT, Muennighoff 2022).
   */
  Pooler WEIGHTED_MEAN = sentence -> Shares.ofOwn(sentence, place -> place + 1);

  /** The tokens of a sentence that count; the model's last layer is computed for no others. */
  Shares shares(FramedText sentence);
}
