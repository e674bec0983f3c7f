package magnet;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.TextLines;
import magnet.data.TextPair;
import magnet.data.TinyStories;
import magnet.data.WikiText;
import magnet.io.NotNull;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import magnet.train.Crops;
import magnet.train.Paraphrases;
import magnet.train.PositiveMixture;
import magnet.train.PositiveSource;
import magnet.train.SameText;
import magnet.train.SentenceSpans;
import magnet.train.SpanSource;
import magnet.train.TokenSpans;
import magnet.train.ViewSettings;

/**
 * Texts to learn from, with what a span is in them and where the two views of a text come from.
 *
 * <p>Defaults: spans of 8 to 32 tokens, one per text, or one whole sentence for stories (both the
 * paper's); two crops of 30 to 70 % as the two views (ours). Every call returns a new value; its
 * file is read while the corpus is in use, so it must not change.
 */
public final class Corpus {

  private static final SpanSource PAPER = new TokenSpans(8, 32, 1);
  private static final PositiveSource CROPS = new Crops(0.3, 0.7);
  private static final int POCKET_STORIES = 12_000;

  private final Documents documents;
  private final SpanSource spans;
  private final PositiveSource positives;

  private Corpus(Documents documents, SpanSource spans, PositiveSource positives) {
    this.documents = documents;
    this.spans = spans;
    this.positives = positives;
  }

  /** Documents of any source. */
  public static Corpus of(Documents documents) {
    return new Corpus(NotNull.of(documents, "documents"), PAPER, CROPS);
  }

  /**
   * Texts in memory, one document each.
   *
   * @param texts at least one, none blank
   * @throws IllegalArgumentException if there is none, or one is blank
   */
  public static Corpus of(List<String> texts) {
    return of(Documents.of(NotNull.elements(texts, "texts")));
  }

  /**
   * A text file with one document per line.
   *
   * @throws IllegalArgumentException if it holds no text
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Corpus lines(Path file) {
    return of(TextLines.read(NotNull.of(file, "file")));
  }

  /** The same for a file's name. */
  public static Corpus lines(String file) {
    return lines(Path.of(NotNull.of(file, "file")));
  }

  /**
   * WikiText, such as {@code wiki.train.tokens}.
   *
   * @throws IllegalArgumentException if it is another format
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Corpus wikitext(Path file) {
    return of(WikiText.read(NotNull.of(file, "file")));
  }

  /** The same for a file's name. */
  public static Corpus wikitext(String file) {
    return wikitext(Path.of(NotNull.of(file, "file")));
  }

  /**
   * Five-sentence stories: ROCStories or Story Cloze as CSV, or JSON lines. A span is one whole
   * sentence.
   *
   * @throws IllegalArgumentException if it is another format
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Corpus stories(Path file) {
    return of(Stories.read(NotNull.of(file, "file"))).sentenceSpans();
  }

  /** The same for a file's name. */
  public static Corpus stories(String file) {
    return stories(Path.of(NotNull.of(file, "file")));
  }

  /**
   * TinyStories as plain text.
   *
   * @throws IllegalArgumentException if it holds no story
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Corpus tinystories(Path file) {
    return of(TinyStories.read(NotNull.of(file, "file")));
  }

  /** The same for a file's name. */
  public static Corpus tinystories(String file) {
    return tinystories(Path.of(NotNull.of(file, "file")));
  }

  /**
   * Five-sentence stories of the pocket world, which this library generates: what the embedded
   * model {@code "pocket"} learned to speak from. A span is one whole sentence; half of the pairs
   * are paraphrases, which this world knows by construction, half crops.
   */
  public static Corpus pocket() {
    return of(PocketWorld.stories(Split.TRAIN, POCKET_STORIES, 1))
        .sentenceSpans()
        .paraphrases(PocketWorld.paraphrases(Split.TRAIN, POCKET_STORIES, 1));
  }

  /**
   * A copy with one span of this many tokens per text.
   *
   * @param shortest at least 1
   * @param longest at least the shortest
   * @throws IllegalArgumentException if they are not in order
   */
  public Corpus spans(int shortest, int longest) {
    return spans(shortest, longest, 1);
  }

  /**
   * A copy with several spans per text. In a short text they are made shorter and fewer.
   *
   * @param shortest tokens of a span, at least 1
   * @param longest tokens of a span, at least the shortest
   * @param count how many, at least 1
   * @throws IllegalArgumentException if they are not in order
   */
  public Corpus spans(int shortest, int longest, int count) {
    return new Corpus(documents, new TokenSpans(shortest, longest, count), positives);
  }

  /**
   * A copy with one whole sentence as the span; sentences are searched for where the corpus does
   * not know them. A text of one sentence has a span of 8 to 32 tokens.
   */
  public Corpus sentenceSpans() {
    return new Corpus(documents.withSentences(), new SentenceSpans(PAPER), positives);
  }

  /**
   * A copy with two crops of a text as its two views.
   *
   * @param least share of the words that a crop keeps at least, above 0
   * @param most share of the words that a crop keeps at most, up to 1
   * @throws IllegalArgumentException if they are not in order
   */
  public Corpus crops(double least, double most) {
    return new Corpus(documents, spans, new Crops(least, most));
  }

  /**
   * A copy with paraphrases as the two views half of the time, and the previous views in the other
   * half: both together did best in our trials.
   *
   * @param pairs at least two
   * @throws IllegalArgumentException if there are fewer
   */
  public Corpus paraphrases(List<TextPair> pairs) {
    return paraphrases(pairs, 0.5);
  }

  /**
   * A copy with paraphrases as the two views in a share of the cases, and the previous views in the
   * others.
   *
   * @param pairs at least two
   * @param share how often a pair of paraphrases is taken, in [0, 1]
   * @throws IllegalArgumentException if there are fewer, or the share lies outside
   */
  public Corpus paraphrases(List<TextPair> pairs, double share) {
    Paraphrases paraphrases = new Paraphrases(NotNull.elements(pairs, "pairs"));
    return new Corpus(documents, spans, new PositiveMixture(positives, paraphrases, share));
  }

  /** A copy with the same text twice as its two views: they differ by LoRA's dropout alone. */
  public Corpus sameText() {
    return new Corpus(documents, spans, new SameText());
  }

  /** Only the first documents; at least 1. */
  public Corpus limit(int count) {
    return new Corpus(documents.limit(count), spans, positives);
  }

  /**
   * This corpus without documents to measure with, which {@link #heldOut} gives.
   *
   * @param share of the documents that are held out, above 0 and below 1
   */
  public Corpus withoutHeldOut(double share) {
    return new Corpus(documents.split(share).training(), spans, positives);
  }

  /**
   * The documents that {@link #withoutHeldOut} leaves out.
   *
   * @param share the same share
   */
  public Corpus heldOut(double share) {
    return new Corpus(documents.split(share).heldOut(), spans, positives);
  }

  /** The texts. */
  public Documents documents() {
    return documents;
  }

  /** How many documents there are. */
  public int size() {
    return documents.size();
  }

  /**
   * One text.
   *
   * @param index from 0 to {@code size() - 1}
   */
  public String text(int index) {
    return documents.get(index).text();
  }

  /** A corpus that a call of this name requires. */
  static Corpus given(Corpus corpus, String name) {
    if (corpus == null) {
      throw new IllegalArgumentException(
          name + "(null) names no text; give it a corpus, such as Corpus.lines(file).");
    }
    return corpus;
  }

  /**
   * What the views of its texts have in common.
   *
   * @param maxTokens the longest view in tokens, at least 8
   * @throws IllegalArgumentException if that is less
   */
  public ViewSettings viewSettings(int maxTokens) {
    return new ViewSettings(maxTokens, spans, positives);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %,d documents", documents.name(), size());
  }
}
