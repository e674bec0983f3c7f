package magnet.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import magnet.kernel.DecoderKernel;
import magnet.kernel.DecoderKernel.Attention;
import magnet.model.family.Architecture;
import magnet.model.family.LayerKind;

/**
 * Whether a decoder attends text by text, by PyTorch's flash attention and without masks. It needs
 * a GPU since Ampere and 16-bit numbers, and heads of at most 256; what a build of PyTorch has is
 * found out by trying.
 *
 * @param why what hinders it, as part of a sentence; empty where it works
 * @param capped whether the family caps its scores, which this operation cannot
 * @param windowed whether some layers have a sliding window: see {@link TokenBatch}
 */
record FlashAttention(String why, boolean capped, boolean windowed) {

  private static final String ERROR = "RuntimeError: ";

  /** Tries it where an array of the weights' type lies. */
  static FlashAttention of(DecoderKernel kernel, Architecture architecture, NDArray like) {
    boolean windowed = architecture.kinds().contains(LayerKind.WINDOWED);
    if (architecture.variant().scoreCap() > 0) {
      return new FlashAttention("this family caps its scores", true, windowed);
    }
    if (!like.getDevice().isGpu()) {
      return new FlashAttention("a CPU has none", false, windowed);
    }
    try (NDManager scope = like.getManager().newSubManager()) {
      kernel.tryFlash(scope, like);
      return new FlashAttention("", false, windowed);
    } catch (EngineException e) {
      return new FlashAttention(reason(e.getMessage()), false, windowed);
    }
  }

  /** The line of PyTorch's message that says it; others show the kernel's text. */
  static String reason(String message) {
    return message
        .lines()
        .filter(line -> line.contains(ERROR))
        .map(line -> "PyTorch says: " + line.substring(line.indexOf(ERROR) + ERROR.length()))
        .findFirst()
        .orElse("PyTorch says: " + message.strip());
  }

  /** How a decoder attends, as part of a sentence. */
  String told() {
    if (!why.isEmpty()) {
      return "attention with masks, without flash attention as " + why;
    }
    return "flash attention text by text"
        + (windowed ? ", with masks where a window meets texts of context and span" : "");
  }

  /**
   * Whether passes go text by text.
   *
   * @throws IllegalArgumentException if it cannot be done so
   */
  boolean isTaken(Attention way) {
    if (way == Attention.BY_TEXT && capped) {
      throw new IllegalArgumentException(
          "Attention BY_TEXT was asked for, but " + why + "; take FASTEST.");
    }
    return way == Attention.BY_TEXT || way == Attention.FASTEST && why.isEmpty();
  }
}
