package magnet.cluster;

import java.io.Serializable;
import java.util.Map;
import magnet.data.Document;
import magnet.data.Documents;

/**
 * The texts of a corpus that a worker reads in a round, at their places in the corpus; so a worker
 * needs no file, and a round sends no more than it reads.
 *
 * @param texts those that are here, by index; not copied
 */
public record RoundTexts(String name, int size, Map<Integer, Document> texts)
    implements Documents, Serializable {

  @Override
  public Document get(int index) {
    Document text = texts.get(index);
    if (text == null) {
      throw new IndexOutOfBoundsException(
          ("Text %s of %s is none of the %s that this worker was given for the round; only these"
                  + " can be read here.")
              .formatted(index, name, texts.size()));
    }
    return text;
  }
}
