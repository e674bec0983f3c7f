package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.Temperature;
import magnet.infer.sampling.TopP;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Continuing texts: batches, where they stop, and how pieces are told. */
class GenerationTest {

  private static final String STORIES = "stories260K";

  private static Decoding sampled(int maxTokens, String... stops) {
    return new Decoding(
        maxTokens,
        List.of(stops),
        true,
        prompt -> new Temperature(0.8, new TopP(0.9, new MultinomialSampler(11))));
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void promptsSideBySideAreContinuedAsEachAlone(String family) {
    Tiny.golden(
        family,
        tiny -> {
          CausalGenerator generator = new CausalGenerator(tiny.model(), tiny.frame());
          List<int[]> prompts = Tiny.rows(tiny.golden("right_padded_batch"));
          Decoding decoding = new Decoding(12, List.of(), false, prompt -> new Greedy());
          List<Continuation> together = generator.continueTokens(prompts, decoding, null);
          for (int i = 0; i < prompts.size(); i++) {
            Continuation alone =
                generator.continueTokens(List.of(prompts.get(i)), decoding, null).get(0);
            assertArrayEquals(alone.tokens(), together.get(i).tokens());
          }
        });
  }

  @Test
  void aSeedGivesTheSameTextAloneAndInABatch() {
    Tiny.stories(
        STORIES,
        tiny -> {
          CausalGenerator generator = new CausalGenerator(tiny.model(), tiny.frame());
          List<String> prompts = List.of("Once upon a time", "Tom had a big red ball. He");
          List<Continuation> together = generator.generate(prompts, sampled(40));
          for (int i = 0; i < prompts.size(); i++) {
            assertEquals(
                generator.generate(prompts.subList(i, i + 1), sampled(40)).get(0).text(),
                together.get(i).text());
          }
        });
  }

  @Test
  void aStoryEndsWithItsEndToken() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Continuation story =
              new CausalGenerator(tiny.model(), tiny.frame())
                  .generate(List.of("Once upon a time"), Decoding.greedy(500))
                  .get(0);
          assertEquals(Ending.END_TOKEN, story.ending());
          assertTrue(story.text().startsWith(", there was"), story.text());
          assertFalse(Arrays.stream(story.tokens()).anyMatch(tiny.frame()::isEnd));
        });
  }

  @Test
  void aStopStringIsCutOffWhereverTokensCutIt() {
    Tiny.stories(
        STORIES,
        tiny -> {
          CausalGenerator generator = new CausalGenerator(tiny.model(), tiny.frame());
          String whole = generator.generate(List.of("Once"), Decoding.greedy(60)).get(0).text();
          for (int from = 3; from < 40; from++) {
            String stop = whole.substring(from, from + 7);
            Decoding decoding =
                new Decoding(60, List.of("zzz", stop), true, prompt -> new Greedy());
            List<String> pieces = new ArrayList<>();
            Continuation cut = generator.generate("Once", decoding, pieces::add);
            assertEquals(Ending.STOP_STRING, cut.ending());
            assertEquals(whole.substring(0, whole.indexOf(stop)), cut.text());
            assertEquals(cut.text(), String.join("", pieces));
          }
        });
  }

  @Test
  void piecesNeverCutACharacter() {
    Tiny.stories(
        "mico-tinyllama-1.3m",
        tiny -> {
          String text = "A 😀 cat — naïve. 漢字!";
          int[] ids = tiny.frame().prompt("Tom saw " + text);
          int written = ids.length - tiny.frame().prompt("Tom saw").length;
          Decoding dictated =
              new Decoding(
                  written, List.of(), false, prompt -> (logits, soFar) -> ids[soFar.length]);
          List<String> pieces = new ArrayList<>();
          Continuation end =
              new CausalGenerator(tiny.model(), tiny.frame())
                  .generate("Tom saw", dictated, pieces::add);
          assertEquals(" " + text, end.text());
          assertEquals(" " + text, String.join("", pieces));
          assertFalse(
              pieces.stream().anyMatch(piece -> piece.contains("\uFFFD")), pieces::toString);
          assertTrue(pieces.size() > 8, pieces::toString);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {100, Integer.MAX_VALUE})
  void aTextStopsAtTheLastPosition(int asked) {
    Tiny.stories(
        "mico-tinyllama-1.3m",
        tiny -> {
          int room = tiny.model().architecture().maxPositions();
          int[] prompt = new int[room - 5];
          Arrays.fill(prompt, 10);
          Decoding endless = new Decoding(asked, List.of(), false, p -> new Greedy());
          Continuation end =
              new CausalGenerator(tiny.model(), tiny.frame())
                  .continueTokens(List.of(prompt), endless, null)
                  .get(0);
          assertEquals(5, end.tokens().length);
          assertEquals(Ending.LAST_POSITION, end.ending());
        });
  }

  @Test
  void aPromptWithoutRoomIsRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          CausalGenerator generator = new CausalGenerator(tiny.model(), tiny.frame());
          Exception refusal =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> generator.generate(List.of("a cat ".repeat(400)), Decoding.greedy(3)));
          assertTrue(
              refusal.getMessage().contains("the model has 512 positions"), refusal.getMessage());
          refusal =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> generator.continueTokens(List.of(new int[0]), Decoding.greedy(3), null));
          assertTrue(refusal.getMessage().contains("has no tokens"), refusal.getMessage());
        });
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> Decoding.greedy(0));
    assertTrue(refusal.getMessage().contains("max tokens is 0"), refusal.getMessage());
    refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Decoding(1, List.of(""), true, prompt -> new Greedy()));
    assertTrue(refusal.getMessage().contains("stop string is empty"), refusal.getMessage());
  }
}
