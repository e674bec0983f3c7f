package magnet.eval;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import magnet.data.benchmark.TaggedSentence;
import magnet.infer.encoding.TokenEncoder;
import magnet.infer.encoding.TokenVectors;
import magnet.view.progress.ProgressCount;

/**
 * The vectors of all words of some sentences, one matrix an alignment.
 *
 * @param words how many words there are
 * @param dimensions length of a vector
 * @param matrices {@code [words * dimensions]} each, word after word
 */
record WordVectors(int words, int dimensions, Map<WordAlignment, float[]> matrices) {

  /** The most numbers of a Java array. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /**
   * Encodes sentences, their words separated by one space.
   *
   * @param encoder gives each token a vector
   * @param sentences one at least
   * @param alignments which tokens stand for a word
   * @param steps counts the sentences that are done
   */
  static WordVectors of(
      TokenEncoder encoder,
      List<TaggedSentence> sentences,
      List<WordAlignment> alignments,
      ProgressCount steps) {
    int words = sentences.stream().mapToInt(sentence -> sentence.words().size()).sum();
    Filled filled = new Filled(words, alignments);
    TaskItems.each(
        steps,
        sentences,
        piece -> {
          List<String> texts = piece.stream().map(each -> String.join(" ", each.words())).toList();
          List<TokenVectors> encoded = encoder.encodeTokens(texts);
          encoded.forEach(filled::add);
          return piece;
        });
    return new WordVectors(words, filled.dimensions, filled.matrices);
  }

  /** Matrices that are filled text by text, so that tokens' vectors need not be kept. */
  private static final class Filled {

    private final int words;
    private final List<WordAlignment> alignments;
    private final Map<WordAlignment, float[]> matrices = new EnumMap<>(WordAlignment.class);
    private int dimensions;
    private int next;

    Filled(int words, List<WordAlignment> alignments) {
      this.words = words;
      this.alignments = alignments;
    }

    void add(TokenVectors tokens) {
      if (matrices.isEmpty()) {
        begin(tokens.vectors()[0].length);
      }
      WordBoundaries ranges = WordBoundaries.of(tokens.text());
      for (WordAlignment alignment : alignments) {
        float[] matrix = matrices.get(alignment);
        for (int w = 0; w < ranges.count(); w++) {
          alignment.write(tokens, ranges.ranges().get(w), matrix, (next + w) * dimensions);
        }
      }
      next += ranges.count();
    }

    private void begin(int length) {
      dimensions = length;
      if ((long) words * length > LARGEST) {
        throw new IllegalArgumentException(
            "The vectors of %d words with %d numbers each do not fit into one matrix; limit the probe to fewer sentences."
                .formatted(words, length));
      }
      alignments.forEach(each -> matrices.put(each, new float[words * length]));
    }
  }
}
