package magnet.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.MaskKernel;
import magnet.model.family.LayerKind;

/**
 * Sequences laid out in rows of one length, with which token may see which: what goes through a
 * decoder in one pass.
 *
 * <p>{@link #padded} gives each sequence its own row; {@link #packed} puts short ones one after
 * another, so that hardly any row ends in padding. No token ever sees another sequence, or another
 * branch of its own.
 */
public final class TokenBatch {

  /** The document number of padding. */
  private static final int PADDING = -1;

  private record Place(int row, int column) {}

  private final List<TokenSequence> sequences;
  private final Place[] places;
  private final int rows;
  private final int length;
  private final int window;

  private TokenBatch(
      List<TokenSequence> sequences, Place[] places, int rows, int length, int window) {
    this.sequences = sequences;
    this.places = places;
    this.rows = rows;
    this.length = length;
    this.window = window;
  }

  /**
   * One row a sequence, padded on the right to the longest.
   *
   * @param sequences at least one
   * @param window sliding window, in tokens, of the layers that have one; 0 for the mask rule alone
   */
  public static TokenBatch padded(List<TokenSequence> sequences, int window) {
    Place[] places = new Place[sequences.size()];
    Arrays.setAll(places, i -> new Place(i, 0));
    return new TokenBatch(
        List.copyOf(sequences), places, places.length, longest(sequences), window);
  }

  /**
   * Short sequences share rows as long as the longest: the next longest goes to the first row with
   * room (first-fit decreasing). Otherwise as {@link #padded}.
   */
  public static TokenBatch packed(List<TokenSequence> sequences, int window) {
    int length = longest(sequences);
    List<Integer> order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -sequences.get(i).length()))
            .toList();
    Place[] places = new Place[sequences.size()];
    List<Integer> used = new ArrayList<>();
    for (int i : order) {
      int size = sequences.get(i).length();
      int row = 0;
      while (row < used.size() && used.get(row) + size > length) {
        row++;
      }
      if (row == used.size()) {
        used.add(0);
      }
      places[i] = new Place(row, used.get(row));
      used.set(row, used.get(row) + size);
    }
    return new TokenBatch(List.copyOf(sequences), places, used.size(), length, window);
  }

  /**
   * The same with rows of a length that is a multiple of a number, filled up with padding; itself
   * where that would make a mask necessary which is not needed now.
   */
  TokenBatch ofRowsIn(int multiple) {
    int rounded = (length + multiple - 1) / multiple * multiple;
    return rounded == length || isBidirectional()
        ? this
        : new TokenBatch(sequences, places, rows, rounded, window);
  }

  private static int longest(List<TokenSequence> sequences) {
    return sequences.stream()
        .mapToInt(TokenSequence::length)
        .max()
        .orElseThrow(
            () -> new IllegalArgumentException("A batch of 0 texts is empty; give one at least."));
  }

  /** The sequences, in the order in which they were given. */
  public List<TokenSequence> sequences() {
    return sequences;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Tokens of a row, padding included. */
  public int length() {
    return length;
  }

  /** The largest position of all sequences. */
  public int lastPosition() {
    return sequences.stream().mapToInt(TokenSequence::lastPosition).max().orElseThrow();
  }

  /** Where a token is among the {@code rows * length} places of the batch, row by row. */
  public int place(int sequence, int token) {
    return places[sequence].row() * length + places[sequence].column() + token;
  }

  /**
   * The batch as arrays.
   *
   * @param scope owns them; its device is where they lie
   * @param byText whether attention goes text by text, and needs masks only of kinds whose window
   *     it cannot have
   */
  DecoderKernel.Rows rows(
      NDManager scope, MaskKernel maker, List<LayerKind> kinds, boolean byText) {
    long[] tokens = new long[rows * length];
    long[] positions = new long[rows * length];
    long[] documents = new long[rows * length];
    boolean[] spans = new boolean[rows * length];
    long[] branches = new long[isBranching() ? rows * length : 0];
    Arrays.fill(documents, PADDING);
    for (int i = 0; i < sequences.size(); i++) {
      TokenSequence sequence = sequences.get(i);
      for (int t = 0; t < sequence.length(); t++) {
        tokens[place(i, t)] = sequence.tokens()[t];
        positions[place(i, t)] = sequence.positions()[t];
        documents[place(i, t)] = i;
        spans[place(i, t)] = sequence.span()[t];
        if (branches.length > 0) {
          branches[place(i, t)] = sequence.branch()[t];
        }
      }
    }
    Shape shape = new Shape(rows, length);
    NDArray places = scope.create(positions, shape);
    boolean windowHides =
        window > 0
            && kinds.contains(LayerKind.WINDOWED)
            && sequences.stream().anyMatch(sequence -> sequence.extent() >= window);
    List<NDArray> masks = new ArrayList<>();
    for (LayerKind kind : windowHides ? kinds : List.of(LayerKind.FULL)) {
      int near = kind == LayerKind.WINDOWED ? window : 0;
      boolean unmasked =
          byText ? near == 0 || windowHolds() : near == 0 && (isCausal() || isBidirectional());
      masks.add(
          unmasked
              ? scope.create(new Shape(0), DataType.BOOLEAN)
              : maker.ofTexts(
                  scope,
                  scope.create(documents, shape),
                  scope.create(spans, shape),
                  places,
                  branches.length > 0 ? scope.create(branches, shape) : null,
                  near));
    }
    NDArray ids = scope.create(tokens, shape);
    List<NDArray> texts = new ArrayList<>();
    if (byText) {
      NDManager host = scope.newSubManager(Device.cpu());
      NDArray ofTokens = host.create(documents, shape);
      texts.addAll(maker.byText(scope, ofTokens, host.create(spans, shape), ids));
      texts.add(
          host.create(
              kinds.stream()
                  .mapToLong(
                      kind ->
                          kind == LayerKind.FULL || !windowHides ? 0 : windowHolds() ? window : -1)
                  .toArray()));
    } else {
      texts.add(scope.create(new Shape(0)));
    }
    return new DecoderKernel.Rows(ids, places, masks, texts, isCausal());
  }

  /**
   * Whether the window is also one over the order [context | span] of each text: where a text is
   * longer than it, it must be all context or all span, and its places in the text without gaps.
   */
  private boolean windowHolds() {
    return sequences.stream()
        .allMatch(
            each ->
                each.extent() < window
                    || (each.isBidirectional() || each.isCausal())
                        && each.extent() == each.length() - 1
                        && isRising(each.positions()));
  }

  private static boolean isRising(int[] positions) {
    return IntStream.range(1, positions.length).allMatch(i -> positions[i - 1] < positions[i]);
  }

  /**
   * Which outputs are read: some tokens of each sequence.
   *
   * @param wanted for each sequence, indices of its tokens; the outputs come in this order,
   *     sequence by sequence
   */
  public DecoderKernel.Reading reading(NDManager scope, List<int[]> wanted) {
    int[] taken = new int[rows];
    for (int i = 0; i < places.length; i++) {
      taken[places[i].row()] += wanted.get(i).length;
    }
    int width = Math.max(1, Arrays.stream(taken).max().orElseThrow());
    long[] select = new long[rows * width];
    long[] pick = new long[Arrays.stream(taken).sum()];
    Arrays.fill(taken, 0);
    int next = 0;
    for (int i = 0; i < places.length; i++) {
      int row = places[i].row();
      for (int token : wanted.get(i)) {
        int at = row * width + taken[row]++;
        select[at] = places[i].column() + token;
        pick[next++] = at;
      }
    }
    return new DecoderKernel.Reading(
        scope.create(select, new Shape(rows, width)), scope.create(pick));
  }

  /** Whether some sequence has branches. */
  boolean isBranching() {
    return sequences.stream().anyMatch(TokenSequence::isBranching);
  }

  private boolean isBidirectional() {
    return sequences.size() == rows
        && sequences.stream().allMatch(s -> s.length() == length && s.isBidirectional());
  }

  /** Padding on the right comes after every real token, so causal rows need no mask for it. */
  private boolean isCausal() {
    return sequences.size() == rows && sequences.stream().allMatch(TokenSequence::isCausal);
  }
}
