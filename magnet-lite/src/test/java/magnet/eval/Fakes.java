package magnet.eval;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import magnet.infer.Continuation;
import magnet.infer.Ending;
import magnet.infer.Generator;
import magnet.infer.Likelihood;
import magnet.infer.PromptedText;
import magnet.infer.Scorer;
import magnet.infer.TextSpan;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.SentenceEncoder;

/** Candidates whose vectors, likelihoods and texts are known. */
final class Fakes {

  private Fakes() {}

  /** A candidate that encodes sentences by one encoder. */
  static Candidate encoding(String pooling, SentenceEncoder encoder) {
    return Candidate.named("fake").withSentences(PooledEncoder.of(Map.of(pooling, encoder)));
  }

  /** An encoder by a function. */
  static SentenceEncoder vectors(int dimensions, Function<String, float[]> of) {
    return new SentenceEncoder() {
      @Override
      public float[][] encode(List<String> sentences) {
        return sentences.stream().map(of).toArray(float[][]::new);
      }

      @Override
      public int dimensions() {
        return dimensions;
      }
    };
  }

  /** A scorer that takes each word for a token, and knows how likely each is. */
  static Scorer words(ToDoubleFunction<String> left, ToDoubleFunction<String> bothSides) {
    return new Scorer() {
      @Override
      public List<Likelihood> texts(List<String> texts) {
        return texts.stream().map(text -> of(text, left)).toList();
      }

      @Override
      public List<Likelihood> continuations(List<PromptedText> texts) {
        return texts.stream().map(each -> of(each.continuation(), left)).toList();
      }

      @Override
      public List<Likelihood> spansFromBothSides(List<TextSpan> spans) {
        return spans.stream().map(each -> of(each.range().of(each.text()), bothSides)).toList();
      }

      @Override
      public List<Likelihood> spansFromTheLeft(List<TextSpan> spans) {
        return spans.stream().map(each -> of(each.range().of(each.text()), left)).toList();
      }
    };
  }

  private static Likelihood of(String text, ToDoubleFunction<String> probability) {
    String[] words = text.strip().split("\\s+");
    double log = 0;
    for (String word : words) {
      log += Math.log(probability.applyAsDouble(word));
    }
    return new Likelihood(log, words.length);
  }

  /** A generator that writes what a function says, its words' hash codes as tokens. */
  static Generator writing(Function<String, String> text) {
    return (prompts, decoding) ->
        prompts.stream()
            .map(text)
            .map(
                each ->
                    new Continuation(
                        List.of(each.strip().split("\\s+")).stream()
                            .filter(word -> !word.isEmpty())
                            .mapToInt(String::hashCode)
                            .limit(decoding.maxTokens())
                            .toArray(),
                        each,
                        Ending.TOKEN_LIMIT))
            .toList();
  }

  /** The value of a score by its title. */
  static double value(List<Score> scores, String metric) {
    return scores.stream()
        .filter(score -> score.title().equals(metric))
        .findFirst()
        .orElseThrow(() -> new AssertionError(metric + " is not among " + scores))
        .value();
  }
}
