package magnet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Sentences;
import magnet.data.TextRange;
import magnet.data.WordRanges;
import magnet.infer.TextSpan;

/** Ways to choose the blanks that an infilling task measures, the same for every candidate. */
public final class TextSpans {

  /** Sentences of a story, as in ROCStories. */
  private static final int STORY = 5;

  private TextSpans() {}

  /**
   * Each middle sentence of five-sentence stories: the second, the third and the fourth of each
   * story, as the paper removes them. Stories of another number of sentences are left out.
   *
   * @param stories split into sentences where they know them, else by {@link Sentences}
   * @return three spans a story, in the stories' order
   * @throws IllegalArgumentException if no story has five sentences
   */
  public static List<TextSpan> middleSentences(Documents stories) {
    List<TextSpan> spans = new ArrayList<>();
    for (int i = 0; i < stories.size(); i++) {
      Document story = stories.get(i);
      List<TextRange> sentences =
          story.sentences().isEmpty() ? Sentences.of(story.text()) : story.sentences();
      if (sentences.size() == STORY) {
        sentences.subList(1, STORY - 1).forEach(s -> spans.add(new TextSpan(story.text(), s)));
      }
    }
    if (spans.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the %d documents of %s has five sentences; give stories of five."
              .formatted(stories.size(), stories.name()));
    }
    return List.copyOf(spans);
  }

  /**
   * A run of words of each text, at a place and of a length that chance chooses, with at least one
   * word before it and one after. The paper takes 8 to 32 tokens of WikiText; words are the same
   * for every tokenizer. Texts that are too short are left out.
   *
   * @param texts paragraphs such as those of WikiText
   * @param shortest the fewest words of a span, at least 1
   * @param longest the most words of a span
   * @param maxWords the most words of a text: a longer one is cut to a window of that many words,
   *     at a place that chance chooses; at least {@code longest + 2}
   * @param seed the same seed chooses the same spans
   * @return a span for each text that is long enough, in their order
   * @throws IllegalArgumentException if the numbers do not fit together, or no text is long enough
   */
  public static List<TextSpan> ofWords(
      Documents texts, int shortest, int longest, int maxWords, long seed) {
    if (shortest < 1 || longest < shortest || maxWords < longest + 2) {
      throw new IllegalArgumentException(
          ("Spans of %d to %d words in texts of %d words are not possible; expected 1 or more, the"
                  + " smaller number first, and texts of two words more.")
              .formatted(shortest, longest, maxWords));
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<TextSpan> spans = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      SplittableRandom own = random.split(); // one text more or less changes no other's span
      WordRanges words = WordRanges.of(texts.get(i).text());
      if (words.count() > maxWords) {
        words = WordRanges.of(words.stretch(maxWords, own));
      }
      if (words.count() >= longest + 2) {
        int length = own.nextInt(shortest, longest + 1);
        int first = own.nextInt(1, words.count() - length);
        spans.add(new TextSpan(words.text(), words.range(first, length)));
      }
    }
    if (spans.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the %d documents of %s has %d words; give longer texts or ask for shorter spans."
              .formatted(texts.size(), texts.name(), longest + 2));
    }
    return List.copyOf(spans);
  }
}
