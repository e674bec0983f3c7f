package magnet.infer.encoding;

import magnet.infer.FramedText;

/**
 * The vector of the very last token, the end token after the text: MAGNET's way (Khosla et al.
 * 2025, section 3), and the one that its contrastive objective trains.
 */
public record LastToken() implements Pooler {

  @Override
  public Shares shares(FramedText sentence) {
    return new Shares(new int[] {sentence.tokens().length - 1}, new float[] {1});
  }
}
