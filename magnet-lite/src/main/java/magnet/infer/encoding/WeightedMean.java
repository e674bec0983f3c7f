package magnet.infer.encoding;

import java.util.stream.IntStream;
import magnet.infer.FramedText;

/**
 * The mean over the text's own tokens weighted by their place, 1, 2, 3, …: later tokens have seen
 * more where a model reads left to right (SGPT, Muennighoff 2022). Instruction, begin and end
 * tokens are left out.
 */
public record WeightedMean() implements Pooler {

  @Override
  public Shares shares(FramedText sentence) {
    int[] tokens = IntStream.range(sentence.begin(), sentence.end()).toArray();
    float[] weights = new float[tokens.length];
    double sum = tokens.length * (tokens.length + 1.0) / 2;
    for (int i = 0; i < tokens.length; i++) {
      weights[i] = (float) ((i + 1) / sum);
    }
    return new Shares(tokens, weights);
  }
}
