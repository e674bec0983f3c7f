package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import magnet.infer.sampling.Sampler;
import magnet.kernel.HostCopy;
import magnet.model.KeyValueCache;
import magnet.model.LanguageModel;

/**
 * Fills blanks as MAGNET does (Khosla et al. 2025, section 3.3): the context is encoded once, both
 * sides seeing one another, and span tokens follow one by one, each seeing all of the context and
 * the span tokens before it. The context's keys and values stay in a cache: they never depend on a
 * span.
 *
 * <p>Tries run side by side, as rows of one batch. The context's tokens are the same for all, only
 * their positions after a blank differ: tries of the same lengths share the context's cache.
 */
public final class HybridInfiller implements Infiller {

  /** The most places of a batch, tries times tokens: a bound on memory. */
  private static final int PLACES = 8192;

  /** Finished rows are dropped once no more than this share is still running. */
  private static final double MANY_LEFT = 0.75;

  private final LanguageModel model;
  private final TextFrame frame;
  private final boolean picks;

  /** The model stays open as long as the infiller is used. */
  public HybridInfiller(LanguageModel model, TextFrame frame) {
    this(model, frame, model.decoder().device().isGpu());
  }

  /** As on a GPU where {@code picks}: logits that decide nothing stay where they are. */
  HybridInfiller(LanguageModel model, TextFrame frame, boolean picks) {
    this.model = model;
    this.frame = frame;
    this.picks = picks;
  }

  @Override
  public List<Filling> infill(List<String> pieces, SpanSearch search) {
    checkPieces(pieces);
    List<int[]> context = frame.documentWithBlanks(pieces);
    checkRoom(context, search.longest());
    List<int[]> tries =
        search.lengths(pieces.size() - 1).stream()
            .flatMap(lengths -> Collections.nCopies(search.tries(), lengths).stream())
            .toList();
    WrittenTokens known = frame.writtenTokens();
    List<SpanTokens> filled =
        fillTokens(
            context,
            tries,
            attempt -> new Excluding(known.outsideText(), search.samplers().apply(attempt)),
            new BlankRules(
                pieces.subList(0, pieces.size() - 1).stream().map(BlankRules.Before::of).toList(),
                known.begins(),
                span -> completes(search, known, span)));
    return new FillingRank(model, frame).best(pieces, context, filled, search);
  }

  private boolean completes(SpanSearch search, WrittenTokens known, int[] span) {
    return span.length >= search.shortest()
        && search.form().endsAfter(known.tokens()[span[span.length - 1]])
        && search.form().fits(frame.tokenizer().decode(span));
  }

  /**
   * Fills blanks between pieces that are tokens already.
   *
   * @param context token ids around the blanks, one piece more than blanks; the first is not empty,
   *     as its last token predicts the first of the blank after it, and so for all but the last
   * @param lengths tokens of each blank, one array a try
   * @return what was filled in, one per try in their order
   * @throws IllegalArgumentException if a blank has nothing before it, or no room
   */
  List<SpanTokens> fillTokens(
      List<int[]> context, List<int[]> lengths, IntFunction<Sampler> samplers, BlankRules rules) {
    int longest = lengths.stream().mapToInt(each -> Arrays.stream(each).sum()).max().orElseThrow();
    int size = context.stream().mapToInt(piece -> piece.length).sum();
    Positions.require(size + longest, model.architecture(), "");
    for (int[] piece : context.subList(0, context.size() - 1)) {
      if (piece.length == 0) {
        throw new IllegalArgumentException(
            "A blank has no token before it that could predict its first one, expected one at"
                + " least; put some text before the blank.");
      }
    }
    int rows = Math.max(1, PLACES / (size + longest));
    List<SpanTokens> found = new ArrayList<>();
    for (int from = 0; from < lengths.size(); from += rows) {
      List<Row> batch =
          IntStream.range(from, Math.min(lengths.size(), from + rows))
              .mapToObj(i -> new Row(context, lengths.get(i), samplers.apply(i), rules))
              .toList();
      run(context, batch, size + longest - 1);
      batch.forEach(row -> found.add(row.result()));
    }
    return found;
  }

  private void run(List<int[]> context, List<Row> rows, int slots) {
    List<IntBuffer> places =
        rows.stream().map(row -> IntBuffer.wrap(row.contextPositions())).toList();
    List<IntBuffer> different = places.stream().distinct().toList();
    int[] readBy = places.stream().mapToInt(different::indexOf).toArray();
    for (int row = 0; row < readBy.length; row++) {
      rows.get(row).readBy = readBy[row];
    }
    int[][] positions = different.stream().map(IntBuffer::array).toArray(int[][]::new);
    int[] flat = context.stream().flatMapToInt(Arrays::stream).toArray();
    int[][] tokens = Collections.nCopies(positions.length, flat).toArray(int[][]::new);
    Scores opening;
    KeyValueCache cache;
    try (KeyValueCache read = new KeyValueCache(model.decoder(), tokens.length, flat.length)) {
      opening = extend(read, tokens, positions, beforeBlanks(context), 0);
      cache = read.spread(readBy, slots);
    }
    fill(rows, cache, opening);
  }

  /** The context's tokens that predict the first ones of the blanks. */
  private static int[] beforeBlanks(List<int[]> context) {
    int[] ends =
        context.stream().limit(context.size() - 1).mapToInt(piece -> piece.length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    return Arrays.stream(ends).map(end -> end - 1).toArray();
  }

  /**
   * One token after another, until all rows are done. Finished rows stay in the batch until they
   * are many, since dropping them takes a copy.
   *
   * @param cache what the rows have read; closed here
   * @param opening scores of the first token of each blank
   */
  private void fill(List<Row> active, KeyValueCache cache, Scores opening) {
    KeyValueCache current = cache;
    try {
      step(active, opening, opening);
      for (int[] kept = notDone(active); kept.length > 0; kept = notDone(active)) {
        if (kept.length <= MANY_LEFT * active.size()) {
          KeyValueCache fewer = current.spread(kept, current.capacity());
          current.close();
          current = fewer;
          active = Arrays.stream(kept).mapToObj(active::get).toList();
        }
        int[][] token = active.stream().map(row -> new int[] {row.token()}).toArray(int[][]::new);
        int[][] position =
            active.stream().map(row -> new int[] {row.lastPosition}).toArray(int[][]::new);
        int decisive = picks ? Sampler.decisive(active.stream().map(row -> row.sampler)) : 0;
        step(active, opening, extend(current, token, position, new int[] {0}, decisive));
      }
    } finally {
      current.close();
    }
  }

  /** One more token for each row that is not done. */
  private static void step(List<Row> rows, Scores opening, Scores following) {
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.done()) {
        continue;
      }
      boolean inside = row.filled > 0 && row.step(following, i, 0);
      // A blank that ended here took no token, so the next one, if there is one, begins at once.
      if (!inside && !row.done()) {
        row.step(opening, row.readBy, row.blank);
      }
    }
  }

  private static int[] notDone(List<Row> rows) {
    return IntStream.range(0, rows.size()).filter(i -> !rows.get(i).done()).toArray();
  }

  /**
   * Scores of what may follow some tokens of each row.
   *
   * @param logits {@code [rows * read][vocabulary]}
   * @param normalisers the log of the sum of each one's exponents, {@code [rows * read]}
   * @param read how many tokens of a row
   */
  private record Scores(TokenScores logits, float[] normalisers, int read) {}

  private Scores extend(
      KeyValueCache cache, int[][] tokens, int[][] positions, int[] read, int decisive) {
    try (NDManager scope = model.newScope()) {
      NDArray logits = model.extend(scope, cache, tokens, positions, false, null, read);
      // A logit minus its log-softmax is the normaliser, whichever token it is.
      NDArray first = logits.sub(logits.logSoftmax(-1)).get(new NDIndex("..., 0"));
      return new Scores(TokenScores.of(logits, decisive), HostCopy.floats(first), read.length);
    }
  }

  private static void checkPieces(List<String> pieces) {
    if (pieces.size() < 2) {
      throw new IllegalArgumentException(
          "The text has no blank, expected one at least; mark what is to be filled by \"___\".");
    }
    for (String between : pieces.subList(1, pieces.size() - 1)) {
      if (between.isBlank()) {
        throw new IllegalArgumentException(
            "Two blanks have no text between them, expected some; make one blank of them, with"
                + " more tokens.");
      }
    }
  }

  private void checkRoom(List<int[]> context, int longest) {
    if (context.get(0).length == 0) {
      throw new IllegalArgumentException(
          "The text begins with a blank, which nothing predicts, as the tokenizer adds no begin"
              + " token; put some text before the blank.");
    }
    int tokens = context.stream().mapToInt(piece -> piece.length).sum();
    int blanks = context.size() - 1;
    int room = model.architecture().maxPositions();
    if (tokens + (long) blanks * longest > room) {
      throw new IllegalArgumentException(
          ("A text of %s tokens with %s %s of %s tokens has no room in the model's %s positions;"
                  + " shorten the text or allow fewer tokens a blank.")
              .formatted(tokens, blanks, blanks == 1 ? "blank" : "blanks", longest, room));
    }
  }

  /**
   * One try at the blanks of a text: fills them from left to right. The first token of a blank
   * follows from the context token before it, each later one from the span token before it.
   */
  private static final class Row {

    private final List<int[]> pieces;
    private final int[] lengths;
    private final Sampler sampler;
    private final BlankRules rules;
    private final int[][] spans;
    private int[] soFar;
    private int blank;
    private int filled;
    private int begin; // the place of the first token of the blank
    private int lastPosition;
    private double logLikelihood;
    private int readBy; // which of the rows of the opening scores read the same context

    /**
     * A row with empty blanks.
     *
     * @param pieces the context, one piece more than blanks
     * @param lengths the most tokens of each blank: the text after it is this far away
     */
    Row(List<int[]> pieces, int[] lengths, Sampler sampler, BlankRules rules) {
      this.pieces = pieces;
      this.lengths = lengths;
      this.sampler = sampler;
      this.rules = rules;
      spans = Arrays.stream(lengths).mapToObj(int[]::new).toArray(int[][]::new);
      soFar = pieces.stream().flatMapToInt(Arrays::stream).toArray();
      begin = pieces.get(0).length;
    }

    /** The positions of the context's tokens in the completed text, with room for each blank. */
    int[] contextPositions() {
      int[] positions = new int[pieces.stream().mapToInt(piece -> piece.length).sum()];
      int next = 0;
      int place = 0;
      for (int piece = 0; piece < pieces.size(); piece++) {
        for (int t = 0; t < pieces.get(piece).length; t++) {
          positions[next++] = place++;
        }
        place += piece < lengths.length ? lengths[piece] : 0;
      }
      return positions;
    }

    /**
     * Chooses what follows a token that was read, or ends the blank if it is complete before that.
     *
     * @param of the row of the scores that is this one's
     * @param read which of its tokens that were read
     * @return whether there is one token more
     */
    boolean step(Scores scores, int of, int read) {
      int at = of * scores.read + read;
      float[] choice = scores.logits.row(at);
      if (filled == 0) {
        rules.begin(blank, choice);
      }
      int token = sampler.next(choice, soFar);
      if (filled > 0 && rules.endBefore(Arrays.copyOf(spans[blank], filled), token)) {
        endBlank();
        return false;
      }
      logLikelihood += scores.logits.logit(at, token) - scores.normalisers[at];
      spans[blank][filled++] = token;
      soFar = Arrays.copyOf(soFar, soFar.length + 1);
      soFar[soFar.length - 1] = token;
      lastPosition = begin + filled - 1;
      if (filled == lengths[blank]) {
        endBlank();
      }
      return true;
    }

    private void endBlank() {
      spans[blank] = Arrays.copyOf(spans[blank], filled);
      begin += lengths[blank] + pieces.get(blank + 1).length;
      blank++;
      filled = 0;
    }

    boolean done() {
      return blank == lengths.length;
    }

    /** The token that was chosen last. */
    int token() {
      return soFar[soFar.length - 1];
    }

    /** What was filled in; only when done. */
    SpanTokens result() {
      return new SpanTokens(
          List.of(spans),
          new Likelihood(logLikelihood, Arrays.stream(spans).mapToInt(span -> span.length).sum()));
    }
  }
}
