package magnet.infer.encoding;

import java.util.Arrays;
import java.util.stream.IntStream;
import magnet.infer.FramedText;

/**
 * The mean over the text's own tokens. Instruction, begin and end tokens are left out, as is usual
 * where a model is instructed (Su et al. 2023; LLM2Vec, BehnamGhader et al. 2024).
 */
public record Mean() implements Pooler {

  @Override
  public Shares shares(FramedText sentence) {
    int[] tokens = IntStream.range(sentence.begin(), sentence.end()).toArray();
    float[] weights = new float[tokens.length];
    Arrays.fill(weights, 1f / tokens.length);
    return new Shares(tokens, weights);
  }
}
