package magnet.cluster;

import java.io.Serializable;
import java.util.Map;
import magnet.data.Document;
import magnet.data.Documents;

/**
 * The texts of a corpus that a worker reads in a round, at their places in the corpus; so a worker
 * needs no file, and a round sends no more than it reads.
 *
 * @param name what the corpus is called
 * @param size how many texts the corpus has
 * @param texts those that are here, by index; not copied
 */
public record RoundTexts(String name, int size, Map<Integer, Document> texts)
    implements Documents, Serializable {

  @Override
  public Document get(int index) {
    Document text = texts.get(index);
    if (text == null) {
      throw new IndexOutOfBoundsException(
          "Text "
              + index
              + " of "
              + name
              + " is none of the "
              + texts.size()
              + " that this worker was given for the round; only these can be read here.");
    }
    return text;
  }
}
