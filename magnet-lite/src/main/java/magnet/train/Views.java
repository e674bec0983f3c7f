package magnet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import magnet.data.Document;
import magnet.data.TextPair;
import magnet.infer.TextFrame;
import magnet.model.tokenizer.TokenizedText;

/**
 * Makes the three views of texts: x_m with masks and spans, x and x+.
 *
 * <p>All chance depends on the seed, on what it is for and on the text's place in the run, and on
 * nothing else: the same place gives the same views.
 *
 * <p>Every view stands in the frame that inference uses: a begin token if the tokenizer adds one,
 * and behind a document its end token, which is context but where the whole text is a span. A text
 * longer than {@link ViewSettings#maxTokens()} is cut to a stretch at a random place, which keeps
 * the begin token, and the end token where the stretch reaches the end.
 */
public final class Views {

  private final TextFrame frame;
  private final ViewSettings settings;
  private final Masking masking;
  private final long seed;

  /**
   * A maker of views.
   *
   * @param frame makes tokens of texts
   * @param vocabulary random tokens are below it
   * @param settings how views are made
   * @param seed the same seed gives the same views
   */
  public Views(TextFrame frame, int vocabulary, ViewSettings settings, long seed) {
    this.frame = frame;
    this.settings = settings;
    this.seed = seed;
    masking = new Masking(settings.maskShare(), settings.maskToken(), vocabulary);
  }

  /** The same views of other chance: for held-out text, whose views never change. */
  public Views withSeed(long other) {
    return new Views(frame, masking.vocabulary(), settings, other);
  }

  /** How views are made. */
  public ViewSettings settings() {
    return settings;
  }

  /**
   * The views of a batch.
   *
   * @param documents the texts
   * @param firstPlace the place of the first of them in the run; the others follow
   * @param wanted what is built; the lists of other views are empty
   */
  public ViewBatch of(List<Document> documents, long firstPlace, Set<View> wanted) {
    List<MaskedView> masked = new ArrayList<>();
    List<int[]> anchors = new ArrayList<>();
    List<int[]> positives = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      long place = firstPlace + i;
      if (wanted.contains(View.MASKS) || wanted.contains(View.SPANS)) {
        masked.add(masked(document, place, wanted));
      }
      if (wanted.contains(View.PAIRS)) {
        TextPair pair = pair(document.text(), Seeds.random(seed, Seeds.Use.PAIRS, place));
        anchors.add(sentence(pair.first()));
        positives.add(sentence(pair.second()));
      }
    }
    return new ViewBatch(masked, anchors, positives);
  }

  private MaskedView masked(Document document, long place, Set<View> wanted) {
    TextTokens text = tokens(document, Seeds.random(seed, Seeds.Use.CUT, place));
    boolean[] span = new boolean[text.tokens().length()];
    if (wanted.contains(View.SPANS)) {
      if (Seeds.random(seed, Seeds.Use.WHOLE, place).nextDouble() < settings.wholeShare()) {
        Arrays.fill(span, true);
        int[] tokens = text.tokens().ids();
        return new MaskedView(tokens, tokens, span, new int[0]);
      }
      span = settings.spans().spans(text, Seeds.random(seed, Seeds.Use.SPANS, place));
    }
    if (wanted.contains(View.MASKS)) {
      return masking.mask(text, span, Seeds.random(seed, Seeds.Use.MASKS, place));
    }
    int[] tokens = text.tokens().ids();
    return new MaskedView(tokens, tokens, span, new int[0]);
  }

  private TextTokens tokens(Document document, SplittableRandom random) {
    TokenizedText whole = frame.rangedDocument(document.text());
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

  /**
   * A long text gives a stretch of so many words as a view may have tokens, and two views of it.
   */
  private TextPair pair(String text, SplittableRandom random) {
    return settings.positives().pair(Crops.stretch(text, settings.maxTokens(), random), random);
  }

  private int[] sentence(String text) {
    int[] tokens = frame.sentence(settings.instruction(), text);
    if (tokens.length <= settings.maxTokens()) {
      return tokens;
    }
    int[] cut = Arrays.copyOf(tokens, settings.maxTokens());
    cut[cut.length - 1] =
        tokens[tokens.length - 1]; // the end token is what the embedding is read at
    return cut;
  }
}
