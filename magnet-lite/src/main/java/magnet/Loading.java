package magnet;

import java.io.Serializable;
import magnet.io.NotNull;

/**
 * How a checkpoint is loaded.
 *
 * @param precision {@code "float32"} or {@code "bfloat16"}; empty: bfloat16 where it is stored so
 *     (or, for a GPU, in float16) and the machine multiplies it, else float32
 * @param base how the matrices of the layers are stored: {@code "int8"} or {@code "int4"}, a
 *     quarter or an eighth of float32's memory and not quite the same numbers; empty: whole, in the
 *     precision
 * @param device {@code "cpu"}, {@code "gpu"}, {@code "gpu:1"}, or {@code "auto"}: the first GPU
 *     where there is one; which it is, and why, is reported at the first load
 * @param bos the token that begins every text, as the vocabulary writes it; empty: the one that the
 *     tokenizer adds, or none if it adds none
 */
public record Loading(String precision, String base, String device, String bos)
    implements Serializable {

  /** What suits the checkpoint and the machine. */
  public static Loading auto() {
    return new Loading("", "", "auto", "");
  }

  /** Checks that nothing is null. */
  public Loading {
    NotNull.of(precision, "precision");
    NotNull.of(base, "base");
    NotNull.of(device, "device");
    NotNull.of(bos, "bos");
  }

  /** A copy in a given precision, {@code "float32"} or {@code "bfloat16"}. */
  public Loading precision(String name) {
    return new Loading(name, base, device, bos);
  }

  /** A copy on a given device; one that is not there is an error, never a fall-back. */
  public Loading device(String name) {
    return new Loading(precision, base, name, bos);
  }

  /**
   * A copy with the base held in {@code "int8"} or {@code "int4"} (groups of 64), for models that
   * do not fit otherwise: its matrices are made whole again where they are used, one at a time.
   * Adapters learn on such a base as on any other; merging needs the original weights.
   */
  public Loading base(String name) {
    return new Loading(precision, name, device, bos);
  }

  /**
   * A copy in which a token of the vocabulary begins every text, in training and afterwards.
   *
   * <p>Decoders tend to rest their attention on the first token (an attention sink, arXiv
   * 2309.17453), which sees itself alone. Read in both directions, the first word of a text sees
   * all others, and where the tokenizer adds no BOS (GPT-2, Qwen, SmolLM2) nothing is left to rest
   * on; SmolLM2's gradients leap then, and its seeds differ. The token that stood between documents
   * when the model was pretrained keeps the sink: {@code Loading.auto().bos("<|endoftext|>")}.
   *
   * @param token as tokenizer.json writes it; one that it does not list is refused when the model
   *     is loaded
   */
  public Loading bos(String token) {
    return new Loading(precision, base, device, token);
  }

  /** A copy in which the token that began an adapter's texts begins every text, unless one does. */
  public Loading bosOf(Adapter adapter) {
    NotNull.of(adapter, "adapter");
    return bos.isEmpty() ? bos(adapter.bos()) : this;
  }
}
