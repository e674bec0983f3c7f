package magnet.infer.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.infer.Tiny;
import org.junit.jupiter.api.Test;

class EchoEncoderTest {

  private static final String STORIES = "mico-tinyllama-1.3m";

  /** Only the vector of the text's own first token counts. */
  private static final Pooler FIRST_WORD =
      text -> new Pooler.Shares(new int[] {text.begin()}, new float[] {1});

  private static EchoEncoder echo(Tiny tiny, EncoderOptions options) {
    return new EchoEncoder(tiny.model(), tiny.frame(), options);
  }

  @Test
  void theFirstWordOfTheSecondCopyKnowsTheEndOfTheSentence() {
    Tiny.stories(
        STORIES,
        tiny -> {
          List<String> sentences = List.of("The cat naps.", "The cat runs.");
          EncoderOptions causal = EchoEncoder.DEFAULT.withPooler(FIRST_WORD);
          float[][] once = new Encoder(tiny.model(), tiny.frame(), causal).encode(sentences);
          assertArrayEquals(once[0], once[1], 1e-5f, "a causal reader cannot know it");
          float[][] twice = echo(tiny, causal).encode(sentences);
          assertFalse(Arrays.equals(twice[0], twice[1]));
          double cosine = 0;
          for (int d = 0; d < twice[0].length; d++) {
            cosine += twice[0][d] * twice[1][d];
          }
          assertTrue(cosine < 0.999, "cosine " + cosine);
        });
  }

  @Test
  void aSentenceIsEncodedBehindTheRequestToRewriteIt() {
    Tiny.stories(
        STORIES,
        tiny -> {
          EncoderOptions asked =
              EchoEncoder.DEFAULT.withInstruction(
                  "Rewrite the sentence: Tom ran., rewritten sentence:");
          assertArrayEquals(
              new Encoder(tiny.model(), tiny.frame(), asked).encode(List.of("Tom ran."))[0],
              echo(tiny, EchoEncoder.DEFAULT).encode(List.of("Tom ran.", "The cat naps."))[0],
              1e-5f);
          assertArrayEquals(
              echo(tiny, EchoEncoder.DEFAULT).encode(List.of("The cat naps."))[0],
              echo(tiny, EchoEncoder.DEFAULT)
                  .pooled(Map.of("mean", new Mean()))
                  .encode(List.of("The cat naps."))
                  .get("mean")[0],
              1e-5f);
          assertEquals(160, echo(tiny, EchoEncoder.DEFAULT).dimensions());
        });
  }

  @Test
  void whatCannotBeRepeatedIsRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          EchoEncoder echo = echo(tiny, EchoEncoder.DEFAULT);
          String sixty = "a b ".repeat(60);
          Exception tooLong =
              assertThrows(
                  IllegalArgumentException.class, () -> echo.encode(List.of(sixty + sixty)));
          assertTrue(tooLong.getMessage().contains("256 at most"), tooLong.getMessage());
          Exception instructed =
              assertThrows(
                  IllegalArgumentException.class, () -> echo(tiny, EncoderOptions.DEFAULT));
          assertTrue(instructed.getMessage().contains("expected none"), instructed.getMessage());
        });
  }
}
