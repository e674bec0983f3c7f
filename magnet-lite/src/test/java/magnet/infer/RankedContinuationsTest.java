package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Infilling;
import magnet.infer.sampling.MultinomialSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The baseline that goes on from the left: it writes blindly, and chooses by the whole text. */
class RankedContinuationsTest {

  private static final List<String> WRITTEN =
      List.of(
          " He found a dog. It barked.",
          " He found his ball. He was happy.",
          " He found his ball.",
          " and ran.",
          "");

  /** Likes texts in which words come again, and half sentences best of all. */
  private static final class Repeats implements Scorer {

    @Override
    public List<Likelihood> texts(List<String> texts) {
      return texts.stream().map(Repeats::of).toList();
    }

    @Override
    public List<Likelihood> continuations(List<PromptedText> texts) {
      return texts.stream().map(each -> of(each.continuation())).toList();
    }

    @Override
    public List<Likelihood> spansFromBothSides(List<TextSpan> spans) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Likelihood> spansFromTheLeft(List<TextSpan> spans) {
      throw new UnsupportedOperationException();
    }

    private static Likelihood of(String text) {
      List<String> words = List.of(text.replaceAll("[.]", "").strip().split(" +"));
      double liked = text.contains(" and ran") ? 10 : 0;
      return new Likelihood(liked - words.stream().distinct().count(), words.size());
    }
  }

  @Test
  void firstSentencesAreRankedByTheWholeTextAndWholeOnesComeFirst() {
    List<String> prompts = new ArrayList<>();
    Generator generator =
        (asked, decoding) -> {
          prompts.addAll(asked);
          assertTrue(
              decoding.samplers().apply(3) instanceof MultinomialSampler,
              "it draws by its own chance");
          assertEquals(6, decoding.maxTokens());
          return IntStream.range(0, asked.size())
              .mapToObj(i -> WRITTEN.get(i % WRITTEN.size()))
              .map(text -> new Continuation(new int[0], text, Ending.TOKEN_LIMIT))
              .toList();
        };
    SpanSearch search =
        new SpanSearch(4, 6, 9, 4, attempt -> new MultinomialSampler(attempt), BlankForm.SENTENCE);
    List<Filling> found =
        new RankedContinuations(generator, new Repeats(), MultinomialSampler::new)
            .infill(List.of("Tom lost his ball. ", " Tom took his ball home."), search);
    assertEquals(12, prompts.size(), "as many as an infiller tries: three lengths, four times");
    assertTrue(prompts.stream().allMatch("Tom lost his ball."::equals), "it sees no right side");
    assertEquals(
        List.of(" He found his ball.", " He found a dog.", " and ran."),
        found.stream().map(each -> each.spans().get(0)).toList());
    assertEquals(
        "Tom lost his ball. He found his ball. Tom took his ball home.", found.get(0).text());
    assertEquals(" He found his ball.", found.get(0).places().get(0).of(found.get(0).text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tom ran.\n", "Tom ran.\t", "Tom ran.  ", "Tom ran. ", "Tom ran."})
  void theLeftSideStaysAsItWasWritten(String left) {
    Generator generator =
        (prompts, decoding) ->
            prompts.stream()
                .map(prompt -> new Continuation(new int[0], "He fell. And", Ending.END_TOKEN))
                .toList();
    Filling found =
        new RankedContinuations(generator, new Repeats(), MultinomialSampler::new)
            .infill(List.of(left, " Bye."), Infilling.tokens(1, 2).candidates(1).search())
            .get(0);
    String space = left.equals("Tom ran.") ? " " : "";
    assertEquals(left + space + "He fell. Bye.", found.text());
    assertEquals("He fell.", found.places().get(0).of(found.text()).strip());
  }

  @Test
  void onlyOneBlankWithTextBeforeItCanBeFilledAndOnlyByWords() {
    RankedContinuations baseline =
        new RankedContinuations(
            (prompts, decoding) -> List.of(), new Repeats(), MultinomialSampler::new);
    for (List<String> pieces :
        List.of(
            List.of("No blank."), List.of("Two ", " blanks ", "."), List.of(" ", " is left."))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> baseline.infill(pieces, Infilling.tokens(1, 2).candidates(1).search()))
              .getMessage();
      assertTrue(message.contains("expected one with some text before it"), message);
    }
    RankedContinuations silent =
        new RankedContinuations(
            (prompts, decoding) ->
                prompts.stream()
                    .map(prompt -> new Continuation(new int[0], "", Ending.END_TOKEN))
                    .toList(),
            new Repeats(),
            MultinomialSampler::new);
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    silent.infill(
                        List.of("The end.", ""), Infilling.tokens(1, 2).candidates(1).search()))
            .getMessage();
    assertTrue(message.contains("Nothing was written after \"The end.\" in 2 tries"), message);
  }
}
