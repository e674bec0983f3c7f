package magnet.eval;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import magnet.data.WordRanges;
import magnet.data.benchmark.TaggedSentence;
import magnet.infer.encoding.TokenVectors;
import magnet.view.progress.ProgressCount;

/**
 * The vectors of all words of some sentences, one matrix for each alignment, filled text by text,
 * so that tokens' vectors need not be kept.
 */
final class WordVectors {

  /** The most numbers of a Java array. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private final int words;
  private final List<WordAlignment> alignments;
  private final Map<WordAlignment, float[]> matrices = new EnumMap<>(WordAlignment.class);
  private int dimensions;
  private int next;

  private WordVectors(int words, List<WordAlignment> alignments) {
    this.words = words;
    this.alignments = alignments;
  }

  /**
   * Encodes sentences, their words separated by one space.
   *
   * @param encoder gives each token of some texts a vector after each hidden layer, {@code [hidden
   *     layers][texts]}
   * @return one for each hidden layer
   */
  static List<WordVectors> of(
      Function<List<String>, List<List<TokenVectors>>> encoder,
      int hiddenLayers,
      List<TaggedSentence> sentences,
      List<WordAlignment> alignments,
      ProgressCount steps) {
    int words = sentences.stream().mapToInt(sentence -> sentence.words().size()).sum();
    List<WordVectors> filled =
        Stream.generate(() -> new WordVectors(words, alignments)).limit(hiddenLayers).toList();
    TaskItems.each(
        steps,
        sentences,
        piece -> {
          List<String> texts = piece.stream().map(each -> String.join(" ", each.words())).toList();
          List<List<TokenVectors>> encoded = encoder.apply(texts);
          for (int layer = 0; layer < hiddenLayers; layer++) {
            encoded.get(layer).forEach(filled.get(layer)::add);
          }
          return piece;
        });
    return filled;
  }

  /** The words' vectors, {@code [words * dimensions]}, word after word. */
  float[] by(WordAlignment alignment) {
    return matrices.get(alignment);
  }

  private void add(TokenVectors tokens) {
    if (matrices.isEmpty()) {
      dimensions = tokens.vectors()[0].length;
      if ((long) words * dimensions > LARGEST) {
        throw new IllegalArgumentException(
            "The vectors of %d words with %d numbers each do not fit into one matrix; limit the probe to fewer sentences."
                .formatted(words, dimensions));
      }
      alignments.forEach(each -> matrices.put(each, new float[words * dimensions]));
    }
    WordRanges ranges = WordRanges.of(tokens.text());
    for (WordAlignment alignment : alignments) {
      float[] matrix = matrices.get(alignment);
      for (int w = 0; w < ranges.count(); w++) {
        alignment.write(tokens, ranges.ranges().get(w), matrix, (next + w) * dimensions);
      }
    }
    next += ranges.count();
  }
}
