package magnet.eval;

import java.util.List;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.infer.TextSpan;
import magnet.pocket.PocketReader;
import magnet.pocket.PocketStory;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/**
 * Blanks in stories of the pocket world, whose content is known: the second, third and fourth
 * sentence, one in each story, in turn.
 *
 * <p>The judge for {@link InfillQuality}: a filling is read as a sentence of the world ({@link
 * PocketReader}), and the share of its roles (who, what, where, why) that agree with the rest of
 * the story is what it has right. All of them are right exactly if the sentence fits.
 *
 * @param stories one blank each, at least one story
 */
public record PocketBlanks(List<PocketStory> stories) implements FillingJudge {

  private static final int MIDDLE_SENTENCES = 3;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no story
   */
  public PocketBlanks {
    stories = TaskItems.required("pocket blanks", stories);
  }

  /**
   * A blank in each of the stories that {@link PocketWorld#stories} gives.
   *
   * @param split which part of the world, for results {@link Split#TEST}
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static PocketBlanks of(Split split, int count, long seed) {
    return new PocketBlanks(PocketWorld.tales(split, count, seed));
  }

  /** The sentence that is missing from a story, counted from 0. */
  public int sentence(int item) {
    return 1 + item % MIDDLE_SENTENCES;
  }

  /** The blanks in their texts, in the stories' order. */
  public List<TextSpan> spans() {
    return IntStream.range(0, stories.size()).mapToObj(this::span).toList();
  }

  @Override
  public double rightRoles(int item, String filled) {
    return PocketReader.share(stories.get(item), sentence(item), filled);
  }

  private TextSpan span(int item) {
    Document story = stories.get(item).document();
    return new TextSpan(story.text(), story.sentences().get(sentence(item)));
  }
}
