package magnet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import magnet.data.Document;
import magnet.infer.TextFrame;
import magnet.model.TokenSequence;
import magnet.model.tokenizer.TokenizedText;

/**
 * Makes the views of texts that objectives ask for: x_m with masks and spans, x and x+, and others.
 *
 * <p>All randomness depends on the seed, on what it is for and on the text's place in the run, and
 * on nothing else: the same place gives the same views.
 *
 * <p>Every view has the frame that inference uses: a begin token if the tokenizer adds one, and
 * after a document its end token, which is context unless the whole text is a span. A text longer
 * than {@link ViewSettings#maxTokens()} is cut to a stretch at a random place, which keeps the
 * begin token, and the end token where the stretch reaches the end.
 *
 * @param vocabulary random tokens are below it
 * @param seed the same seed gives the same views
 */
public record Views(TextFrame frame, int vocabulary, ViewSettings settings, long seed) {

  /** These views from other random numbers: for held-out text, whose views never change. */
  public Views withSeed(long other) {
    return new Views(frame, vocabulary, settings, other);
  }

  /**
   * The views of a batch.
   *
   * @param firstPlace the place of the first of them in the run; the others follow
   * @param wanted what is made; the lists of other views are empty
   */
  public ViewBatch of(List<Document> documents, long firstPlace, RequestedViews wanted) {
    return of(documents, i -> firstPlace + i, wanted);
  }

  /** As {@link #of(List, long, RequestedViews)}, each text at a place of its own. */
  ViewBatch of(List<Document> documents, IntToLongFunction places, RequestedViews wanted) {
    int maskId = maskToken(wanted);
    List<MaskedView> masked = new ArrayList<>();
    List<PairView> pairs = new ArrayList<>();
    Map<String, List<TokenSequence>> own = new LinkedHashMap<>();
    wanted.own().keySet().forEach(name -> own.put(name, new ArrayList<>()));
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      long place = places.applyAsLong(i);
      if (wanted.readsWholeTexts()) {
        TextTokens text = tokens(document, place);
        if (wanted.wantsMaskedText()) {
          masked.add(masked(text, place, wanted, maskId));
        }
        wanted
            .own()
            .forEach(
                (name, view) ->
                    own.get(name).add(view.of(text, Seeds.random(seed, Seeds.Use.OWN, place))));
      }
      wanted.pairs().ifPresent(instruction -> pairs.add(pair(document, place, instruction)));
    }
    return new ViewBatch(masked, pairs, own);
  }

  /** The id of the token that masks, refused if it is none; -1 where nothing is masked. */
  int maskToken(RequestedViews wanted) {
    return wanted.masks().map(masks -> masks.maskId(frame)).orElse(-1);
  }

  private MaskedView masked(TextTokens text, long place, RequestedViews wanted, int maskId) {
    int[] tokens = text.tokens().ids();
    boolean[] span = new boolean[tokens.length];
    if (wanted.wholeTexts().isPresent()) {
      double whole = Seeds.random(seed, Seeds.Use.WHOLE, place).nextDouble();
      if (whole < wanted.wholeTexts().get()) {
        Arrays.fill(span, true);
        return new MaskedView(tokens, tokens, span, new int[0]);
      }
      span = settings.spans().spans(text, Seeds.random(seed, Seeds.Use.SPANS, place));
    }
    if (wanted.masks().isPresent()) {
      SplittableRandom random = Seeds.random(seed, Seeds.Use.MASKS, place);
      return wanted.masks().get().mask(text, span, maskId, vocabulary, random);
    }
    return new MaskedView(tokens, tokens, span, new int[0]);
  }

  private TextTokens tokens(Document document, long place) {
    SplittableRandom random = Seeds.random(seed, Seeds.Use.CUT, place);
    TokenizedText whole = frame.document(document.text());
    int before = frame.tokenizer().addsBos() ? 1 : 0;
    int end = whole.length() - (frame.ends().isEmpty() ? 0 : 1);
    TokenizedText view = whole;
    if (whole.length() > settings.maxTokens()) {
      int room = settings.maxTokens() - before;
      int first = random.nextInt(before, whole.length() - room + 1);
      view = stretch(whole, before, first, first + room);
      end = Math.min(end - first + before, view.length());
    }
    return new TextTokens(view, Math.max(1, before), end, document.sentences());
  }

  private static TokenizedText stretch(TokenizedText text, int before, int from, int to) {
    return new TokenizedText(
        stretch(text.ids(), before, from, to),
        stretch(text.begin(), before, from, to),
        stretch(text.end(), before, from, to));
  }

  /** The first {@code before} numbers, then those of a range. */
  private static int[] stretch(int[] numbers, int before, int from, int to) {
    int[] stretch = Arrays.copyOf(numbers, before + to - from);
    System.arraycopy(numbers, from, stretch, before, to - from);
    return stretch;
  }

  private PairView pair(Document document, long place, String instruction) {
    PositiveSource.Positives pair =
        settings.pair(document.text(), Seeds.random(seed, Seeds.Use.PAIRS, place));
    return new PairView(
        sentence(instruction, pair.x()), sentence(instruction, pair.positive()), pair.of());
  }

  private int[] sentence(String instruction, String text) {
    int[] tokens = frame.framedSentence(instruction, text).tokens();
    if (tokens.length <= settings.maxTokens()) {
      return tokens;
    }
    int[] cut = Arrays.copyOf(tokens, settings.maxTokens());
    // The end token is what the embedding is read at.
    cut[cut.length - 1] = tokens[tokens.length - 1];
    return cut;
  }
}
