package elsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.eval.Scoreboard;
import magnet.eval.SentenceTask;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.SentenceEncoder;
import org.junit.jupiter.api.Test;

/** An evaluation and a baseline that somebody else wrote go where ours go. */
class OwnEvaluationTest {

  /** How many sentences are nearer to the one that follows than to the first. */
  record Order(String name, List<String> sentences) implements SentenceTask {

    @Override
    public List<Score> scores(float[][] vectors) {
      int right = 0;
      for (int i = 1; i + 1 < vectors.length; i++) {
        float next = Math.abs(vectors[i][0] - vectors[i + 1][0]);
        right += next < Math.abs(vectors[i][0] - vectors[0][0]) ? 1 : 0;
      }
      return List.of(Score.higher("in order", 100.0 * right / (vectors.length - 2)));
    }
  }

  /** Knows the length of a sentence and nothing else. */
  private static final SentenceEncoder LENGTHS =
      new SentenceEncoder() {
        @Override
        public float[][] encode(List<String> sentences) {
          return sentences.stream()
              .map(each -> new float[] {each.length()})
              .toArray(float[][]::new);
        }

        @Override
        public int dimensions() {
          return 1;
        }
      };

  @Test
  void anEvaluationOfOnesOwnMeasuresABaselineOfOnesOwn() {
    Candidate lengths =
        Candidate.named("length").withSentences(PooledEncoder.of(Map.of("length", LENGTHS)));
    Scoreboard board =
        Scoreboard.measure(
            List.of(new Order("order", List.of("a", "bbbb", "ccccc", "ccccc", "a"))),
            List.of(lengths, Candidate.named("mute")));
    assertEquals(
        "order in order (length) 66.67",
        board.entries().get(0).task() + " " + board.entries().get(0).score());
    assertFalse(board.has("order", "mute"));
    assertEquals(List.of("length"), board.candidates());
  }
}
