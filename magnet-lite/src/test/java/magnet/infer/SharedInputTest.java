package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.model.TokenSequence;
import org.junit.jupiter.api.Test;

/** Texts that begin alike are read once, and each of them as if it were alone. */
class SharedInputTest {

  private static final int[] QUESTION = IntStream.range(100, 160).toArray();

  private static int[] followedBy(int[] beginning, int... rest) {
    return IntStream.concat(Arrays.stream(beginning), Arrays.stream(rest)).toArray();
  }

  private static List<SharedInput> inputs(List<int[]> texts, List<int[]> scored) {
    return SharedInput.of(texts.stream().map(TokenSequence::causal).toList(), scored, true);
  }

  /** The inputs of texts whose last token is scored. */
  private static List<SharedInput> inputs(List<int[]> texts) {
    return inputs(texts, texts.stream().map(ids -> new int[] {ids.length - 1}).toList());
  }

  private static int tokens(List<SharedInput> inputs) {
    return inputs.stream().mapToInt(each -> each.input().length()).sum();
  }

  @Test
  void aQuestionIsReadOnceForItsAnswers() {
    List<SharedInput> inputs =
        inputs(
            List.of(
                followedBy(QUESTION, 1, 2, 3, 4),
                followedBy(QUESTION, 5, 6),
                followedBy(QUESTION, 7, 8, 9)));
    assertEquals(1, inputs.size());
    assertEquals(60 + 3 + 1 + 2, tokens(inputs), "the last token of an answer is not read");
  }

  @Test
  void theExamplesBeforeQuestionsAreReadOnceForThem() {
    List<int[]> texts = new ArrayList<>();
    for (int question = 0; question < 3; question++) {
      int[] asked = followedBy(QUESTION, 1000 + question, 7, 8, 9);
      for (int letter = 0; letter < 4; letter++) {
        texts.add(followedBy(asked, letter));
      }
    }
    List<SharedInput> inputs = inputs(texts);
    assertEquals(1, inputs.size());
    assertEquals(60 + 3 * 4, tokens(inputs));
  }

  @Test
  void textsThatHardlyBeginAlikeStayApart() {
    int[] begin = {0};
    int[] other = IntStream.range(500, 560).toArray();
    assertEquals(2, inputs(List.of(followedBy(begin, QUESTION), followedBy(begin, other))).size());
  }

  @Test
  void manyTextsAreCutIntoInputsThatAreNotTooLong() {
    List<int[]> texts =
        IntStream.range(0, 40)
            .mapToObj(i -> followedBy(QUESTION, IntStream.range(1000 * i, 1000 * i + 40).toArray()))
            .toList();
    List<SharedInput> inputs = inputs(texts);
    assertTrue(inputs.size() > 1);
    assertTrue(inputs.stream().allMatch(each -> each.input().length() <= SharedInput.MOST_TOKENS));
  }

  @Test
  void aLongTextIsStillReadOnce() {
    int[] passage = IntStream.range(1000, 2500).toArray();
    List<SharedInput> inputs =
        inputs(List.of(followedBy(passage, 1, 2, 3), followedBy(passage, 4, 5, 6)));
    assertEquals(1500 + 2 * 2, tokens(inputs));
  }

  @Test
  void whereTheyMayNotBeJoinedOnlyEqualInputsAreOne() {
    List<TokenSequence> texts =
        List.of(
            TokenSequence.causal(followedBy(QUESTION, 1)),
            TokenSequence.causal(followedBy(QUESTION, 2)),
            TokenSequence.causal(followedBy(QUESTION, 3, 4)));
    List<SharedInput> inputs =
        SharedInput.of(texts, List.of(new int[] {60}, new int[] {60}, new int[] {61}), false);
    assertEquals(2, inputs.size());
    assertTrue(inputs.stream().allMatch(each -> each.input().isCausal()));
  }

  @Test
  void textsThatAreReadBothWaysShareNothing() {
    TokenSequence text =
        TokenSequence.hybrid(new int[] {1, 2, 3}, new boolean[] {false, true, false});
    List<SharedInput> inputs =
        SharedInput.of(List.of(text, text), List.of(new int[] {1}, new int[] {1}), true);
    assertEquals(2, inputs.size());
  }

  /** Each text's tokens, in its branch, are found again before each token that is scored. */
  @Test
  void eachTextIsReadAsIfItWereAlone() {
    SplittableRandom random = new SplittableRandom(7);
    int branches = 0;
    for (int trial = 0; trial < 300; trial++) {
      List<int[]> texts = new ArrayList<>();
      List<int[]> scored = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(12); i++) {
        int[] ids = random.ints(2 + random.nextInt(8), 0, 2).toArray();
        int[] all = IntStream.range(1, ids.length).filter(t -> random.nextBoolean()).toArray();
        texts.add(ids);
        scored.add(all.length == 0 ? new int[] {1} : all);
      }
      List<SharedInput> inputs = inputs(texts, scored);
      List<Integer> read = new ArrayList<>();
      for (SharedInput input : inputs) {
        branches += input.input().isBranching() ? 1 : 0;
        for (SharedInput.Member member : input.members()) {
          read.add(member.text());
          check(input.input(), member, texts.get(member.text()), scored.get(member.text()));
        }
      }
      read.sort(null);
      assertEquals(IntStream.range(0, texts.size()).boxed().toList(), read);
      assertFalse(tokens(inputs) > texts.stream().mapToInt(ids -> ids.length - 1).sum());
    }
    assertTrue(branches > 100, "some have branches");
  }

  private static void check(
      TokenSequence input, SharedInput.Member member, int[] ids, int[] scored) {
    assertEquals(scored.length, member.predicting().length);
    for (int i = 0; i < scored.length; i++) {
      int query = member.predicting()[i];
      int[] seen =
          IntStream.rangeClosed(0, query)
              .filter(
                  key -> input.branch()[key] == 0 || input.branch()[key] == input.branch()[query])
              .toArray();
      assertArrayEquals(
          Arrays.copyOf(ids, scored[i]), Arrays.stream(seen).map(t -> input.tokens()[t]).toArray());
      assertArrayEquals(
          IntStream.range(0, scored[i]).toArray(),
          Arrays.stream(seen).map(t -> input.positions()[t]).toArray());
    }
  }
}
