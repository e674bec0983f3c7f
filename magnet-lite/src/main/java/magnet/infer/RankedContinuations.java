package magnet.infer;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.Sentences;
import magnet.data.TextRange;
import magnet.infer.sampling.Sampler;

/**
 * Fills a blank in place of a sentence with a model that sees only its left side: a baseline. The
 * model continues from there as often as {@link HybridInfiller} tries, and of the sentences that it
 * begins with, those come first after which it finds the whole text likeliest. So it has all that
 * search can give, and what is left between the two is what seeing the right side gives.
 *
 * @param scorer most often that of the model that generates
 * @param samplers makes the sampler of a try, given its index; a random one, or all tries are the
 *     same
 */
public record RankedContinuations(Generator generator, Scorer scorer, IntFunction<Sampler> samplers)
    implements Infiller {

  /**
   * Fills the blank.
   *
   * @param search how many tries, of which the longest length counts, and the form of a blank. Its
   *     samplers do not: a model that sees less of the text has to try more different things
   * @throws IllegalArgumentException if there is not one blank, or nothing precedes it
   * @throws IllegalStateException if the model writes nothing after the left side
   */
  @Override
  public List<Filling> infill(List<String> pieces, SpanSearch search) {
    if (pieces.size() != 2 || pieces.get(0).isBlank()) {
      throw new IllegalArgumentException(
          ("The text has %d blanks, expected one with some text before it: a continuation fills no"
                  + " other; take HybridInfiller.")
              .formatted(pieces.size() - 1));
    }
    String left = TextFrame.withoutOneSpace(pieces.get(0));
    boolean onItsOwn = BlankRules.Before.of(pieces.get(0)) == BlankRules.Before.OTHER_WHITE_SPACE;
    String between = onItsOwn ? "" : " ";
    int tries = search.lengths(1).size() * search.tries();
    Decoding decoding = new Decoding(search.longest(), List.of(), true, samplers);
    List<String> sentences =
        generator.generate(Collections.nCopies(tries, left), decoding).stream()
            .flatMap(written -> firstSentence(written.text()).map(first -> between + first))
            .distinct()
            .toList();
    if (sentences.isEmpty()) {
      throw new IllegalStateException(
          "Nothing was written after \"%s\" in %d tries, expected a sentence; give the model a text that goes on."
              .formatted(left, tries));
    }
    return ranked(left, sentences, pieces.get(1), search);
  }

  private static Stream<String> firstSentence(String text) {
    return Sentences.of(text).stream().limit(1).map(first -> first.of(text));
  }

  private List<Filling> ranked(
      String left, List<String> sentences, String right, SpanSearch search) {
    List<Likelihood> texts =
        scorer.texts(sentences.stream().map(each -> left + each + right).toList());
    List<Integer> best =
        IntStream.range(0, sentences.size())
            .boxed()
            .sorted(
                Comparator.<Integer, Boolean>comparing(i -> !search.form().fits(sentences.get(i)))
                    .thenComparing(i -> -texts.get(i).log()))
            .limit(search.candidates())
            .toList();
    List<Likelihood> spans =
        scorer.continuations(
            best.stream().map(i -> new PromptedText(left, sentences.get(i))).toList());
    return IntStream.range(0, best.size())
        .mapToObj(
            rank -> {
              String sentence = sentences.get(best.get(rank));
              TextRange place = new TextRange(left.length(), left.length() + sentence.length());
              return new Filling(
                  List.of(sentence),
                  left + sentence + right,
                  List.of(place),
                  spans.get(rank),
                  texts.get(best.get(rank)));
            })
        .toList();
  }
}
