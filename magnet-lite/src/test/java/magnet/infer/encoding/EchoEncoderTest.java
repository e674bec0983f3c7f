package magnet.infer.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.Encoding;
import magnet.Pooling;
import magnet.infer.Tiny;
import org.junit.jupiter.api.Test;

class EchoEncoderTest {

  private static final String STORIES = "mico-tinyllama-1.3m";

  /** Only the vector of the text's own first token counts. */
  private static final Pooler FIRST_WORD =
      text -> new Pooler.Shares(new int[] {text.begin()}, new float[] {1});

  private static final Encoding CAUSAL =
      Encoding.magnet().instruction("").pooling(Pooling.MEAN).leftToRight();

  private static Encoder echo(Tiny tiny) {
    return new Encoder(tiny.model(), tiny.frame(), CAUSAL).echoing();
  }

  private static float[][] firstWords(Encoder encoder, List<String> sentences) {
    return encoder.pooled(Map.of("first", FIRST_WORD)).encode(sentences).get("first");
  }

  @Test
  void theFirstWordOfTheSecondCopyKnowsTheEndOfTheSentence() {
    Tiny.stories(
        STORIES,
        tiny -> {
          List<String> sentences = List.of("The cat naps.", "The cat runs.");
          Encoder causal = new Encoder(tiny.model(), tiny.frame(), CAUSAL);
          float[][] once = firstWords(causal, sentences);
          assertArrayEquals(once[0], once[1], 1e-5f, "a causal reader cannot know it");
          float[][] twice = firstWords(causal.echoing(), sentences);
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
          Encoding asked =
              CAUSAL.instruction("Rewrite the sentence: Tom ran., rewritten sentence:");
          assertArrayEquals(
              new Encoder(tiny.model(), tiny.frame(), asked).encode(List.of("Tom ran."))[0],
              echo(tiny).encode(List.of("Tom ran.", "The cat naps."))[0],
              1e-5f);
          assertArrayEquals(
              echo(tiny).encode(List.of("The cat naps."))[0],
              echo(tiny)
                  .pooled(Map.of("mean", Pooler.MEAN))
                  .encode(List.of("The cat naps."))
                  .get("mean")[0],
              1e-5f);
          assertEquals(160, echo(tiny).dimensions());
        });
  }

  @Test
  void whatCannotBeRepeatedIsRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Encoder echo = echo(tiny);
          String sixty = "a b ".repeat(60);
          Exception tooLong =
              assertThrows(
                  IllegalArgumentException.class, () -> echo.encode(List.of(sixty + sixty)));
          assertTrue(tooLong.getMessage().contains("256 at most"), tooLong.getMessage());
        });
  }
}
