package magnet.data.benchmark;

import java.util.List;

/**
 * One sentence with the tags of its words, as the CoNLL-2003 shared task writes them (Tjong Kim
 * Sang and De Meulder, 2003).
 *
 * @param words at least one, as the file separates them: punctuation marks are words
 * @param partsOfSpeech one per word, Penn Treebank tags such as {@code NN}
 * @param chunks one per word, phrases as IOB1 or IOB2 such as {@code B-NP}
 * @param entities one per word, names as IOB1 or IOB2 such as {@code I-PER}
 */
public record TaggedSentence(
    List<String> words, List<String> partsOfSpeech, List<String> chunks, List<String> entities) {

  /**
   * Checks that every word has its tags.
   *
   * @throws IllegalArgumentException if there is no word, or the lists differ in length
   */
  public TaggedSentence {
    words = List.copyOf(words);
    partsOfSpeech = List.copyOf(partsOfSpeech);
    chunks = List.copyOf(chunks);
    entities = List.copyOf(entities);
    if (words.isEmpty()
        || words.size() != partsOfSpeech.size()
        || words.size() != chunks.size()
        || words.size() != entities.size()) {
      throw new IllegalArgumentException(
          "a tagged sentence of %d words has %d part-of-speech, %d chunk and %d entity tags; give one of each a word"
              .formatted(words.size(), partsOfSpeech.size(), chunks.size(), entities.size()));
    }
  }
}
