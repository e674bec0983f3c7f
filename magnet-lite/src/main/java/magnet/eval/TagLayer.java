package magnet.eval;

import java.util.List;
import java.util.function.Function;
import magnet.data.benchmark.TaggedSentence;

/** One kind of tags that the words of a sentence bear. */
public enum TagLayer {
  /** Parts of speech, a class for each word: accuracy. */
  PARTS_OF_SPEECH("POS", false, TaggedSentence::partsOfSpeech),
  /** Chunks, phrases of several words: F1 of phrases, and accuracy of tags beside it. */
  CHUNKS("chunk", true, TaggedSentence::chunks),
  /** Named entities: F1 of names, and accuracy of tags beside it. */
  ENTITIES("NER", true, TaggedSentence::entities);

  private final String title;
  private final boolean spans;
  private final Function<TaggedSentence, List<String>> tags;

  TagLayer(String title, boolean spans, Function<TaggedSentence, List<String>> tags) {
    this.title = title;
    this.spans = spans;
    this.tags = tags;
  }

  /** What tables call it: POS, chunk, NER. */
  public String title() {
    return title;
  }

  /** Whether its tags mark spans of words (IOB1 or IOB2), which are right only as a whole. */
  public boolean marksSpans() {
    return spans;
  }

  /** The tags of a sentence, one a word. */
  public List<String> of(TaggedSentence sentence) {
    return tags.apply(sentence);
  }
}
