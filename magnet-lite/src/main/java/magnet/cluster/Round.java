package magnet.cluster;

import java.io.Serializable;
import java.util.Map;
import magnet.data.Document;
import magnet.data.Documents;

/**
 * What all workers of a round begin with.
 *
 * @param first step of the round, counted from 1
 * @param last step of the round
 * @param parameters numbers of everything that is trained, by name; not copied
 */
public record Round(int first, int last, Map<String, float[]> parameters) implements Serializable {

  /**
   * What one worker has for itself in a round.
   *
   * @param worker from 0
   * @param texts those that it reads in this round
   * @param moments its optimiser's means, variances and counts; empty in the first round; not
   *     copied
   */
  public record Part(int worker, Texts texts, Map<String, float[]> moments)
      implements Serializable {}

  /**
   * The texts of a corpus that a worker reads in a round, at their places in the corpus; so a
   * worker needs no file, and a round sends no more than it reads.
   *
   * @param texts those that are here, by index; not copied
   */
  public record Texts(String name, int size, Map<Integer, Document> texts)
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
}
