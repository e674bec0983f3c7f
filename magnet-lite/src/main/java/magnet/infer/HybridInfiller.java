package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import magnet.data.TextRange;
import magnet.model.KeyValueCache;
import magnet.model.LanguageModel;
import magnet.model.TokenSequence;

/**
 * Fills blanks as MAGNET does (Khosla et al. 2025, section 3.3): the context is encoded once, both
 * sides seeing one another, and span tokens follow one by one, each seeing all of the context and
 * the span tokens before it. What the context gave stays in a cache: it never depends on a span.
 *
 * <p>Tries of several lengths go side by side, as rows of one batch: the context's tokens are the
 * same, only their places behind a blank differ.
 */
public final class HybridInfiller implements Infiller {

  /** The most places of a batch, tries times tokens: a bound on memory. */
  private static final int PLACES = 8192;

  private final LanguageModel model;
  private final TextFrame frame;
  private Words words;

  /**
   * What a vocabulary says, looked up once: its tokens are many.
   *
   * @param inWord ids of the tokens that go on with a word
   * @param outsideText ids of those that cannot stand inside a text
   */
  private record Words(int[] inWord, int[] outsideText) {}

  /**
   * An infiller.
   *
   * @param model fills; stays open as long as the infiller is used
   * @param frame makes tokens of texts and text of tokens
   */
  public HybridInfiller(LanguageModel model, TextFrame frame) {
    this.model = model;
    this.frame = frame;
  }

  @Override
  public List<Filling> infill(List<String> pieces, SpanSearch search) {
    checkPieces(pieces);
    List<int[]> context = frame.documentWithBlanks(pieces);
    checkRoom(context, search.longest());
    List<int[]> tries = new ArrayList<>();
    for (int[] lengths : search.lengths(pieces.size() - 1)) {
      for (int draw = 0; draw < search.draws(); draw++) {
        tries.add(lengths);
      }
    }
    int size = context.stream().mapToInt(piece -> piece.length).sum();
    boolean[] afterSpace = afterSpace(pieces);
    Words known = words();
    List<SpanTokens> filled =
        fillTokens(
            context,
            tries,
            attempt ->
                new WordBeginning(
                    size,
                    tries.get(attempt),
                    afterSpace,
                    known.inWord(),
                    new Excluding(known.outsideText(), search.samplers().apply(attempt))));
    return ranked(pieces, context, distinct(filled)).stream()
        .sorted(Comparator.comparing(each -> !each.spans().stream().allMatch(search.wanted())))
        .limit(search.candidates())
        .toList();
  }

  private synchronized Words words() {
    if (words == null) {
      words =
          new Words(
              WordBeginning.inWord(frame.tokenizer()),
              Excluding.outsideText(frame, model.architecture().vocabularySize()));
    }
    return words;
  }

  /**
   * Fills blanks between pieces that are tokens already.
   *
   * @param context token ids around the blanks, one piece more than blanks; the first is not empty,
   *     as its last token predicts the first of the blank behind it, and so for all but the last
   * @param lengths tokens of each blank, one array a try
   * @param samplers makes the sampler of a try, given its index
   * @return what was filled in, one a try in their order
   * @throws IllegalArgumentException if a blank has nothing before it, or no room
   */
  public List<SpanTokens> fillTokens(
      List<int[]> context, List<int[]> lengths, IntFunction<Sampler> samplers) {
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
      List<SpanRow> batch =
          IntStream.range(from, Math.min(lengths.size(), from + rows))
              .mapToObj(i -> new SpanRow(context, lengths.get(i), samplers.apply(i)))
              .toList();
      run(context, batch, size + longest - 1);
      batch.forEach(row -> found.add(row.result()));
    }
    return found;
  }

  private void run(List<int[]> context, List<SpanRow> rows, int slots) {
    int[] flat = context.stream().flatMapToInt(Arrays::stream).toArray();
    int[][] tokens = new int[rows.size()][];
    Arrays.fill(tokens, flat);
    int[][] positions = rows.stream().map(SpanRow::contextPositions).toArray(int[][]::new);
    int[] before = new int[context.size() - 1];
    int end = 0;
    for (int blank = 0; blank < before.length; blank++) {
      end += context.get(blank).length;
      before[blank] = end - 1;
    }
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), rows.size(), slots)) {
      Scores opening = extend(cache, tokens, positions, before);
      Scores following = opening;
      int[][] token = new int[rows.size()][1];
      int[][] position = new int[rows.size()][1];
      while (true) {
        step(rows, opening, following, before.length);
        if (rows.stream().allMatch(SpanRow::done)) {
          return;
        }
        for (int row = 0; row < rows.size(); row++) {
          token[row][0] = rows.get(row).token();
          position[row][0] = rows.get(row).position();
        }
        following = extend(cache, token, position, new int[] {0});
      }
    }
  }

  /**
   * One token for each row that is not done.
   *
   * @param opening scores of the first token of each blank, {@code [rows * blanks]} of them
   * @param following scores of what follows the last token of each row, {@code [rows]} of them
   */
  private void step(List<SpanRow> rows, Scores opening, Scores following, int blanks) {
    int vocabulary = model.architecture().vocabularySize();
    for (int i = 0; i < rows.size(); i++) {
      SpanRow row = rows.get(i);
      if (!row.done()) {
        boolean opens = row.opening() >= 0;
        Scores scores = opens ? opening : following;
        int at = opens ? i * blanks + row.opening() : i;
        int from = at * vocabulary;
        row.step(
            Arrays.copyOfRange(scores.logits(), from, from + vocabulary), scores.normalisers()[at]);
      }
    }
  }

  /** Logits of some outputs, one behind another, and the log of the sum of each one's exponents. */
  private record Scores(float[] logits, float[] normalisers) {}

  private Scores extend(KeyValueCache cache, int[][] tokens, int[][] positions, int[] read) {
    try (NDManager scope = model.newScope()) {
      NDArray logits = model.extend(scope, cache, tokens, positions, false, null, read);
      // A logit less its log-softmax is the normaliser, whichever token is asked.
      NDArray first = logits.sub(logits.logSoftmax(-1)).get(new NDIndex("..., 0"));
      return new Scores(logits.toFloatArray(), first.toFloatArray());
    }
  }

  private static List<SpanTokens> distinct(List<SpanTokens> filled) {
    Set<List<List<Integer>>> seen = new HashSet<>();
    return filled.stream()
        .filter(
            each ->
                seen.add(
                    each.spans().stream()
                        .map(span -> Arrays.stream(span).boxed().toList())
                        .toList()))
        .toList();
  }

  /**
   * The likeliest completed text first. Not the likeliest per token: all complete the same context,
   * and where its words are hard, a filling that goes on with easy ones would win by thinning them
   * out.
   */
  private List<Filling> ranked(List<String> pieces, List<int[]> context, List<SpanTokens> filled) {
    List<int[]> texts = filled.stream().map(each -> joined(context, each.spans())).toList();
    List<Likelihood> likelihoods =
        new LikelihoodScorer(model, frame)
            .tokens(
                texts.stream().map(TokenSequence::causal).toList(),
                texts.stream().map(ids -> IntStream.range(1, ids.length).toArray()).toList());
    List<Filling> fillings = new ArrayList<>();
    for (int i = 0; i < filled.size(); i++) {
      fillings.add(filling(pieces, context, filled.get(i), texts.get(i), likelihoods.get(i)));
    }
    Set<String> seen = new HashSet<>();
    return fillings.stream()
        .sorted(Comparator.comparingDouble(each -> -each.textLikelihood().log()))
        .filter(each -> seen.add(each.text()))
        .toList();
  }

  private Filling filling(
      List<String> pieces, List<int[]> context, SpanTokens filled, int[] ids, Likelihood whole) {
    List<String> spans = new ArrayList<>();
    List<TextRange> places = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int blank = 0; blank < filled.spans().size(); blank++) {
      from += context.get(blank).length;
      int to = from + filled.spans().get(blank).length;
      text.append(pieces.get(blank).stripTrailing());
      String span = frame.tokenizer().decode(ids, from, to);
      spans.add(text.isEmpty() ? span.stripLeading() : span);
      int begin = text.length();
      text.append(spans.get(blank));
      places.add(new TextRange(begin, text.length()));
      from = to;
    }
    text.append(pieces.get(pieces.size() - 1));
    return new Filling(
        List.copyOf(spans), text.toString(), List.copyOf(places), filled.likelihood(), whole);
  }

  private static int[] joined(List<int[]> context, List<int[]> spans) {
    IntStream all = Arrays.stream(context.get(0));
    for (int blank = 0; blank < spans.size(); blank++) {
      all = IntStream.concat(all, Arrays.stream(spans.get(blank)));
      all = IntStream.concat(all, Arrays.stream(context.get(blank + 1)));
    }
    return all.toArray();
  }

  /** For each blank, whether white space stands before it. */
  private static boolean[] afterSpace(List<String> pieces) {
    boolean[] spaces = new boolean[pieces.size() - 1];
    for (int blank = 0; blank < spaces.length; blank++) {
      String before = pieces.get(blank);
      spaces[blank] = !before.equals(before.stripTrailing());
    }
    return spaces;
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
    if (tokens + blanks * longest > room) {
      throw new IllegalArgumentException(
          "A text of "
              + tokens
              + " tokens with "
              + blanks
              + (blanks == 1 ? " blank of " : " blanks of ")
              + longest
              + " tokens has no room in the model's "
              + room
              + " positions; shorten the text or allow fewer tokens a blank.");
    }
  }
}
