package magnet.infer;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import magnet.infer.sampling.Sampler;

/** Blanks between tokens, filled with any token and to their whole length. */
public final class Blanks {

  private Blanks() {}

  /** What was filled in, one per try; a try is the tokens of each blank. */
  static List<SpanTokens> filled(
      HybridInfiller infiller,
      List<int[]> context,
      List<int[]> lengths,
      IntFunction<Sampler> samplers) {
    List<BlankRules.Before> anything =
        Collections.nCopies(context.size() - 1, BlankRules.Before.TEXT);
    BlankRules none = new BlankRules(anything, new WrittenTokens.Begin[0], span -> false);
    return infiller.fillTokens(context, lengths, samplers, none);
  }

  /** The same, for who measures it. */
  public static void fill(
      HybridInfiller infiller,
      List<int[]> context,
      List<int[]> lengths,
      IntFunction<Sampler> samplers) {
    filled(infiller, context, lengths, samplers);
  }
}
