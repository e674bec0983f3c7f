package magnet.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One text of a corpus, and where its sentences are, if known.
 *
 * @param text the text, not empty
 * @param sentences the ranges of the sentences in reading order, without the white space between
 *     them; they do not overlap. Empty if the text was not split into sentences
 */
public record Document(String text, List<TextRange> sentences) implements Serializable {

  /**
   * Checks the text and the ranges.
   *
   * @throws IllegalArgumentException if the text is blank, or if a range is empty, lies outside the
   *     text or begins before the range in front of it ends
   */
  public Document {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "a document's text must hold more than white space; leave empty texts out");
    }
    sentences = List.copyOf(sentences);
    int free = 0;
    for (TextRange sentence : sentences) {
      if (sentence.begin() < free || sentence.end() > text.length() || sentence.length() == 0) {
        throw new IllegalArgumentException(
            ("sentence range [%d, %d) must hold a character and lie within [%d, %d), after the"
                    + " sentence before it and inside the text")
                .formatted(sentence.begin(), sentence.end(), free, text.length()));
      }
      free = sentence.end();
    }
  }

  /**
   * A document that is not split into sentences.
   *
   * @param text the text, not blank
   */
  public static Document of(String text) {
    return new Document(text, List.of());
  }

  /**
   * A document made of sentences, joined by one space.
   *
   * @param sentences the sentences in reading order; white space around each is dropped
   * @throws IllegalArgumentException if there is no sentence or one is blank
   */
  public static Document ofSentences(List<String> sentences) {
    StringBuilder text = new StringBuilder();
    List<TextRange> ranges = new ArrayList<>(sentences.size());
    for (String sentence : sentences) {
      String words = sentence.strip();
      text.append(text.isEmpty() ? "" : " ");
      ranges.add(new TextRange(text.length(), text.length() + words.length()));
      text.append(words);
    }
    return new Document(text.toString(), ranges);
  }

  /**
   * The words of one sentence.
   *
   * @param index the sentence, counted from 0
   * @throws IndexOutOfBoundsException if the document has no such sentence
   */
  public String sentence(int index) {
    Objects.checkIndex(index, sentences.size());
    return sentences.get(index).of(text);
  }
}
