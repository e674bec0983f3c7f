package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import magnet.infer.sampling.Greedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a blank should be like, and where it ends. */
class BlankFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          He ran home.                    | true
          "Where is it?" she asked.       | true
          He said, "Come in!"             | true
          He ran home                     | false
          he ran home.                    | false
          He ran home. She stayed.        | false
          Mr.                             | false
          He went to see Dr.              | false
          He met Mr. Lee and J.           | false
          He met Mr. Lee.                 | true
          """)
  void aSentenceIsToldByItsBeginningAndItsEnd(String text, boolean one) {
    assertEquals(one, BlankForm.SENTENCE.fits(" " + text));
  }

  @Test
  void aSentenceMayEndAfterATokenThatIsNoLetter() {
    for (String token : List.of(".", "!\"", "?", "well.")) {
      assertTrue(BlankForm.SENTENCE.endsAfter(token), token);
    }
    for (String token : List.of("", "home", "\u0120ran")) {
      assertFalse(BlankForm.SENTENCE.endsAfter(token), token);
    }
    assertFalse(BlankForm.ANY.endsAfter("."));
  }

  @Test
  void whatEndsWhereItFitsIsTheBeginningOfWhatWouldBeWritten() {
    Tiny.stories(
        "mico-tinyllama-1.3m",
        tiny -> {
          List<String> whole = filled(tiny, BlankForm.ANY);
          List<String> ended = filled(tiny, new TwoWords());
          assertTrue(ended.size() > 1, ended.toString());
          for (String each : ended) {
            assertTrue(each.strip().split(" ").length <= 2, each);
            assertTrue(whole.stream().anyMatch(text -> text.startsWith(each)), each + whole);
          }
          assertTrue(whole.stream().anyMatch(text -> text.strip().split(" ").length > 2));
        });
  }

  /** Two words, and no more. */
  private record TwoWords() implements BlankForm {

    @Override
    public boolean fits(String text) {
      return text.strip().split(" ").length == 2;
    }

    @Override
    public boolean endsAfter(String token) {
      return true;
    }
  }

  private static List<String> filled(Tiny tiny, BlankForm form) {
    return new HybridInfiller(tiny.model(), tiny.frame())
            .infill(
                List.of("Tom has a ", " He was happy."),
                new SpanSearch(1, 8, 8, 1, attempt -> new Greedy(), form))
            .stream()
            .map(filling -> filling.spans().get(0))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void aBlankThatEndsEarlyLeavesNothingAfterIt(String family) {
    Tiny.golden(
        family,
        tiny -> {
          int[] lengths = {4, 5};
          int[] written = {2, 3};
          int vocabulary = tiny.model().architecture().vocabularySize();
          BlankRules rules =
              new BlankRules(
                  Collections.nCopies(2, BlankRules.Before.TEXT),
                  everyTokenBeginsAWord(vocabulary),
                  new Predicate<>() {
                    private int ended;

                    @Override
                    public boolean test(int[] span) {
                      return ended < 2 && span.length == written[ended] && ++ended > 0;
                    }
                  });
          SpanTokens cached =
              new HybridInfiller(tiny.model(), tiny.frame())
                  .fillTokens(InfillTest.CONTEXT, List.of(lengths), attempt -> new Greedy(), rules)
                  .get(0);
          InfillTest.assertAlike(InfillTest.fromScratch(tiny, lengths, written), cached);
        });
  }

  private static WrittenTokens.Begin[] everyTokenBeginsAWord(int vocabulary) {
    WrittenTokens.Begin[] begins = new WrittenTokens.Begin[vocabulary];
    Arrays.fill(begins, WrittenTokens.Begin.ONE_SPACE);
    return begins;
  }
}
