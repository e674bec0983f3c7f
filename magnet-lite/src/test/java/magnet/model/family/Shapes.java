package magnet.model.family;

import java.util.List;
import java.util.stream.IntStream;
import magnet.kernel.Activation;

/** Shapes of every family, and copies of them that differ. */
public final class Shapes {

  private Shapes() {}

  /** These sizes in another family, with what is usual there. */
  public static Architecture in(String family, Architecture sizes) {
    Variant gelu = Variant.PLAIN.withActivation(Activation.GELU_TANH);
    Rope rope = sizes.rope();
    return switch (family) {
      case "gemma2" ->
          copy(
              family,
              sizes,
              sizes.keyValueHeads(),
              rope,
              gelu.withCaps(sizes.headSize(), 50, 30)
                  .withWindow(4096)
                  .withWindowed(butEvery(2, sizes), 0));
      case "gemma3_text" ->
          copy(
              family,
              sizes,
              sizes.keyValueHeads(),
              new Rope(1e6),
              gelu.withCaps(sizes.headSize(), 0, 0)
                  .withWindow(4096)
                  .withWindowed(butEvery(6, sizes), 1e4));
      case "gpt2" -> copy(family, sizes, sizes.heads(), Rope.NONE, gelu);
      case "gpt_neox" ->
          copy(
              family,
              sizes,
              sizes.heads(),
              new Rope(rope.theta(), rope.scaling(), 0.25),
              Variant.PLAIN.withActivation(Activation.GELU).withParallelResidual(true));
      default -> copy(family, sizes, sizes.keyValueHeads(), rope, Variant.PLAIN);
    };
  }

  private static List<Boolean> butEvery(int full, Architecture of) {
    return IntStream.range(0, of.layers()).mapToObj(i -> (i + 1) % full != 0).toList();
  }

  /** A copy in another variant, which the family must have. */
  public static Architecture with(Architecture of, Variant variant) {
    return copy(of.family(), of, of.keyValueHeads(), of.rope(), variant);
  }

  /** A copy with other rotary positions. */
  public static Architecture with(Architecture of, Rope rope) {
    return copy(of.family(), of, of.keyValueHeads(), rope, of.variant());
  }

  /** A copy with a window of this many keys, a query's own included; 0 for none. */
  public static Architecture withWindow(Architecture of, int keys) {
    return with(of, of.variant().withWindow(keys));
  }

  private static Architecture copy(
      String family, Architecture of, int keyValueHeads, Rope rope, Variant variant) {
    return new Architecture(
        family,
        of.vocabularySize(),
        of.hiddenSize(),
        of.intermediateSize(),
        of.layers(),
        of.heads(),
        keyValueHeads,
        of.headSize(),
        of.maxPositions(),
        of.normEpsilon(),
        rope,
        of.tiedEmbeddings(),
        variant,
        of.bosId(),
        of.eosIds(),
        of.padId());
  }

  /** A copy with these tokens at the beginning and the end of texts. */
  public static Architecture withEnds(Architecture of, int bos, int eos) {
    return new Architecture(
        of.family(),
        of.vocabularySize(),
        of.hiddenSize(),
        of.intermediateSize(),
        of.layers(),
        of.heads(),
        of.keyValueHeads(),
        of.headSize(),
        of.maxPositions(),
        of.normEpsilon(),
        of.rope(),
        of.tiedEmbeddings(),
        of.variant(),
        bos,
        List.of(eos),
        of.padId());
  }
}
