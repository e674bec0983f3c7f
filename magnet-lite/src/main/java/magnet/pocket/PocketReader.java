package magnet.pocket;

import java.util.Objects;

/**
 * Reads sentences that were written into a blank of a story, and decides whether they fit.
 *
 * <p>A sentence fits if it can be read as an event that may takes its place (the plot gives one to
 * three for each of the five sentences; the outcome of the story decides for the last two), told by
 * any of its frames, and if all its roles agree with the other sentences:
 *
 * <ul>
 *   <li>A role that another sentence mentions must be filled as it is there, persons by name,
 *       pronoun or description.
 *   <li>A role that goes with something another sentence mentions, such as the remedy of an
 *       ailment, may be filled by anything that goes with it in the world's tables.
 *   <li>A role that no other sentence bears on may be filled by anything that the world has for it;
 *       a person by anybody.
 * </ul>
 *
 * <p>Upper and lower case do not matter. Text that no frame makes is never right, though it may be
 * good English: counts are at most too low.
 */
public final class PocketReader {

  private PocketReader() {}

  /**
   * Whether a sentence fits into its blank.
   *
   * @param story the story
   * @param sentence which of its sentences was replaced, counted from 0
   * @param filled what was written in its place
   * @throws IndexOutOfBoundsException if the story has no such sentence
   */
  public static boolean fits(PocketStory story, int sentence, String filled) {
    return share(story, sentence, filled) == 1;
  }

  /**
   * The share of the roles of a sentence that agree with the rest of the story.
   *
   * @param story the story
   * @param sentence which of its sentences was replaced, counted from 0
   * @param filled what was written in its place
   * @return from 0 to 1; 1 exactly if the sentence fits, 0 also if it cannot be read as an event
   *     that may be there
   * @throws IndexOutOfBoundsException if the story has no such sentence
   */
  public static double share(PocketStory story, int sentence, String filled) {
    Objects.checkIndex(sentence, Plot.SENTENCES);
    Scene scene = story.scene();
    Matching matching = new Matching(story, sentence, FrameReader.words(filled));
    double best = 0;
    for (Event event : scene.plot().events(sentence, scene.well())) {
      best = Math.max(best, matching.share(event));
    }
    return best;
  }
}
