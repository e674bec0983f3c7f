package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import magnet.Encoding;
import magnet.Shared;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.TextTokenizer;
import magnet.model.tokenizer.TokenizedText;
import org.junit.jupiter.api.Test;

/** What stands around documents, prompts and sentences. */
class TextFrameTest {

  private static final String INSTRUCTION = Encoding.INSTRUCTION;

  private interface Check {
    void of(TextFrame frame, TextTokenizer tokenizer);
  }

  private static void with(String model, Check check) {
    Path folder = Shared.path("models/" + model);
    try (TextTokenizer tokenizer = TextTokenizer.load(folder)) {
      check.of(TextFrame.of(folder, tokenizer, Architecture.read(folder)), tokenizer);
    }
  }

  @Test
  void aDocumentEndsWithTheFirstIdOfTheGenerationConfig() {
    with(
        "stories260K",
        (frame, tokenizer) -> {
          int[] ids = frame.document("Tom ran home.").ids();
          assertEquals(1, ids[0]);
          assertEquals(1, ids[ids.length - 1]);
          assertEquals(List.of(1, 2), frame.ends());
          assertTrue(frame.isEnd(1) && frame.isEnd(2));
          assertArrayEquals(
              tokenizer.encode("Tom ran home.").ids(), Arrays.copyOfRange(ids, 1, ids.length - 1));
          assertArrayEquals(Arrays.copyOf(ids, ids.length - 1), frame.prompt("Tom ran home."));
        });
  }

  @Test
  void beginAndEndStandForEmptyRangesOfTheText() {
    with(
        "stories260K",
        (frame, tokenizer) -> {
          TokenizedText text = frame.document("Tom ran.");
          int last = text.length() - 1;
          assertEquals(0, text.begin()[0]);
          assertEquals(0, text.end()[0]);
          assertEquals(8, text.begin()[last]);
          assertEquals(8, text.end()[last]);
        });
  }

  @Test
  void aSentenceEndsWithTheTokenizersEndTokenAndKnowsItsOwnTokens() {
    with(
        "mico-tinyllama-1.3m",
        (frame, tokenizer) -> {
          FramedText sentence = frame.framedSentence(INSTRUCTION, "The cat naps.");
          int[] ids = sentence.tokens();
          assertEquals(1, ids[0]);
          assertEquals(2, ids[ids.length - 1]);
          assertEquals(ids.length - 1, sentence.end());
          assertEquals(" The cat naps.", tokenizer.decode(ids, sentence.begin(), sentence.end()));
          FramedText bare = frame.framedSentence("", "The cat naps.");
          assertEquals(1, bare.begin());
          assertEquals("The cat naps.", tokenizer.decode(bare.tokens()));
        });
  }

  @Test
  void whiteSpaceBeforeABlankIsLeftToTheSpan() {
    with(
        "mico-tinyllama-1.3m",
        (frame, tokenizer) -> {
          List<int[]> pieces =
              frame.documentWithBlanks(List.of("Tom lost his ", ". He looked under the bed."));
          assertArrayEquals(frame.prompt("Tom lost his"), pieces.get(0));
          int[] right = pieces.get(1);
          assertEquals(1, right[right.length - 1]);
          int[] whole = frame.document("Tom lost his ball. He looked under the bed.").ids();
          assertArrayEquals(
              right, Arrays.copyOfRange(whole, whole.length - right.length, whole.length));
        });
  }

  @Test
  void anEmptySentenceIsRefused() {
    with(
        "stories260K",
        (frame, tokenizer) -> {
          Exception refusal =
              assertThrows(
                  IllegalArgumentException.class, () -> frame.framedSentence(INSTRUCTION, "  "));
          assertTrue(refusal.getMessage().contains("is empty"), refusal.getMessage());
        });
  }
}
