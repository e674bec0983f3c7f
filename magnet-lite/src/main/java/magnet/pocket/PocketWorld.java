package magnet.pocket;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.data.TextPair;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.data.benchmark.LabelledText;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.TaggedSentence;

/**
 * The world of pocket: English five-sentence stories whose every event and role is known.
 *
 * <p>A story takes a plot and draws who and what it is about; each of its five events is then told
 * in one of several ways. The choices depend on one another: what hurts decides what helps, what is
 * lost decides where it turns up, and the fourth sentence decides whether it ends well. A missing
 * sentence is thus constrained from both sides.
 *
 * <p>Everything is made when it is asked for, and depends on the split, the seed and the index
 * alone: the same on every machine, and a larger count continues a smaller one. It is a small world
 * of simple sentences, for teaching and for tests with known answers; what is measured on it says
 * how methods compare, not how well they do on English.
 */
public final class PocketWorld {

  private static final long TAGGED = 0x7461676765645F5FL;

  private PocketWorld() {}

  /**
   * Stories of five sentences, with their sentence ranges.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static Documents stories(Split split, int count, long seed) {
    check(count);
    return PocketStory.documents(split, count, seed, 0);
  }

  /**
   * What the embedded base model learns to read with: stories of the training part, and spread
   * evenly among them lessons of a primer, nine short sentences each that say the same three names,
   * most of them invented, and the same thing again and again.
   *
   * <p>Stories alone teach a small model their words and events, but not to look back for a name:
   * names are a few words of a story and any of them is as likely as the others. In lessons most
   * words have been there before, and what is learnt from them serves stories as well. To lead from
   * one to the other, two names in five are invented in these stories too: a model that has met
   * only known names in stories knows them by heart, and stumbles over new ones.
   *
   * <p>A share of zero is {@link #stories} as they are.
   *
   * @param count how many documents, lessons included; at least 1
   * @param primerShare the share of lessons, from 0 to below 1
   * @param seed any number
   * @throws IllegalArgumentException if count or share lie outside
   */
  public static Documents schoolbook(int count, double primerShare, long seed) {
    check(count);
    if (!(primerShare >= 0 && primerShare < 1)) {
      throw new IllegalArgumentException(
          "a primer share of %s is not from 0 to below 1; 0.3 makes three documents in ten lessons"
              .formatted(primerShare));
    }
    return Primer.amongStories(count, primerShare, seed);
  }

  /**
   * The same stories as {@link #stories}, with what happens in each sentence.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<PocketStory> tales(Split split, int count, long seed) {
    return made(count, i -> PocketStory.of(split, seed, i, 0));
  }

  /**
   * Sentences with tags in the manner of CoNLL-2003: words with punctuation marks apart, Penn
   * Treebank parts of speech, phrases (NP, VP, PP, ADVP, ADJP, SBAR, PRT, INTJ) and names (PER,
   * LOC, ORG, MISC), the last two as IOB1.
   *
   * <p>Each is taken from a story of its own, so pronouns and descriptions occur. Titles such as
   * {@code Mrs.} are part of the noun phrase but not of the name; noun phrases joined by {@code
   * and} are phrases of their own.
   *
   * @param split which part of the world they are from; held-out parts have names of their own
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<TaggedSentence> tagged(Split split, int count, long seed) {
    return made(count, i -> tagged(split, seed, i));
  }

  private static TaggedSentence tagged(Split split, long seed, int index) {
    PocketStory story = PocketStory.of(split, seed ^ TAGGED, index, 0);
    int sentence = split.chances(~seed ^ TAGGED, index).nextInt(Plot.SENTENCES);
    return story.tellings().get(sentence).tagged();
  }

  /**
   * Pairs of texts that tell the same events of the same people and things in other words: half of
   * them single sentences, the others two or three sentences of a story. No frame is used twice in
   * a pair.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<TextPair> paraphrases(Split split, int count, long seed) {
    return made(count, i -> Pieces.twice(split, seed, i));
  }

  /**
   * Pairs of sentences with a score from 0 to 5, the share of what they tell that is the same:
   *
   * <pre>
   * 5 · (1 [same plot] + 2 [same event] + 2 [same who] + Σ 1 [same role])
   *   / (1 + 2 + 2 [either tells who] + number of other roles that either tells)
   * </pre>
   *
   * <p>A role is the same if both sentences tell it and it is filled alike; roles are the second
   * person, things, places, times, causes, remedies and feelings. Events that end well and badly
   * are different events. Persons have their names in these sentences. Shared words mislead:
   * sentences that tell the same are chosen to share few words, and half of those that do not to
   * share many, for instance with two persons exchanged, another outcome, or another thing.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<ScoredPair> sts(Split split, int count, long seed) {
    return made(count, i -> new GradedPairs(split, seed, i).pair());
  }

  /**
   * Texts of one to three sentences of a story, labelled with its topic, one of eighteen such as
   * {@code weather} or {@code sport}; names and feelings are the same in all of them.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<LabelledText> topics(Split split, int count, long seed) {
    return made(count, i -> Pieces.labelled(split, seed, i));
  }

  /**
   * The first four sentences of a story and four last ones, one of which follows.
   *
   * <p>The wrong ones differ from the right one in one of two things or in both: the outcome (it
   * ends well where it should not, or the reverse), and what follows from the thing that the story
   * is about (the drum sends the children to sleep). Each outcome and each thing comes twice, in
   * the same words about the same people, so that nothing but the story decides; the place of the
   * right one is random.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static List<ChoiceQuestion> choices(Split split, int count, long seed) {
    return made(count, i -> new Choices(split, seed, i).question());
  }

  private static <T> List<T> made(int count, IntFunction<T> item) {
    check(count);
    return IntStream.range(0, count).mapToObj(item).toList();
  }

  private static void check(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a count of %d leaves nothing to tell; ask for at least 1".formatted(count));
    }
  }
}
