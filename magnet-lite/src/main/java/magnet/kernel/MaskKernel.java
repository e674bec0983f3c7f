package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Masks of attention, made where they are used from what each token is: its document, whether it is
 * a span token, its place in the text.
 *
 * <p>Not closed by its users: it lives as long as the manager that it was made with.
 */
public final class MaskKernel {

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public MaskKernel(NDManager manager) {
    kernel = new Kernel(manager, "masks");
  }

  /**
   * The mask rule of MAGNET over rows of texts: a query sees the context tokens of its document,
   * and a span token also the span tokens up to itself.
   *
   * @param document int64 {@code [rows, tokens]}; -1 for padding
   * @param span bool {@code [rows, tokens]}
   * @param position int64 {@code [rows, tokens]}: the place of each token in its text
   * @param branch int64 {@code [rows, tokens]}: a query sees only keys of its own branch and of 0;
   *     null where no text has branches
   * @param window a key must be nearer than this; 0 for any distance
   * @return bool {@code [rows, tokens, tokens]}, true where the query (second axis) sees the key;
   *     every token sees itself, padding too
   */
  public NDArray ofTexts(
      NDManager scope,
      NDArray document,
      NDArray span,
      NDArray position,
      NDArray branch,
      int window) {
    NDArray branches = branch == null ? scope.create(new Shape(0), DataType.INT64) : branch;
    return kernel.train(scope, "of_texts", document, span, position, branches, window).get(0);
  }

  /**
   * The same rule as a layout that needs no mask: see {@code decoder-texts.torchscript}.
   *
   * @param document int64 {@code [rows, tokens]} on the CPU, numbered from 0; -1 for padding
   * @param span bool {@code [rows, tokens]} on the CPU
   * @param like an array on the device where attention is computed
   * @return nine arrays: places and beginnings of texts there, lengths on the CPU
   */
  public NDList byText(NDManager scope, NDArray document, NDArray span, NDArray like) {
    return kernel.train(scope, "by_text", document, span, like);
  }

  /**
   * What the tokens of a piece that joins a cache may see.
   *
   * @param position int64 {@code [rows, slots]}: the place of each slot's token in its text, the
   *     piece's last
   * @param hidden bool {@code [rows, slots]}: slots that only their own token sees
   * @param piece how many of the slots, at the end, are the piece
   * @param causal whether a token sees the slots up to itself only
   * @param window a key must be nearer than this; 0 for any distance
   * @return bool {@code [rows, piece, slots]}
   */
  public NDArray ofPiece(
      NDManager scope, NDArray position, NDArray hidden, int piece, boolean causal, int window) {
    return kernel.train(scope, "of_piece", position, hidden, piece, causal, window).get(0);
  }
}
