package magnet.infer;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import magnet.data.TextRange;
import magnet.io.Quoted;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.tokenizer.TokenizedText;

/**
 * Scores texts with a decoder: the output at each token predicts the token after it. Texts go
 * through in batches of like length, and only outputs that predict a scored token reach the head.
 *
 * <p>Where the model decodes with int8 weights, texts that are read from left to right are scored
 * token by token with these weights: compare their perplexity with that of the model itself.
 */
public final class LikelihoodScorer implements Scorer {

  private final LanguageModel model;
  private final TextFrame frame;

  /**
   * A scorer.
   *
   * @param model scores; stays open as long as the scorer is used
   * @param frame makes tokens of texts
   */
  public LikelihoodScorer(LanguageModel model, TextFrame frame) {
    this.model = model;
    this.frame = frame;
  }

  /**
   * A text that is ready to be scored.
   *
   * @param scored indices of the tokens that count, each above 0
   */
  private record Scored(TokenSequence text, int[] scored) {}

  @Override
  public List<Likelihood> texts(List<String> texts) {
    return likelihoods(
        texts,
        text -> {
          int[] ids = frame.prompt(text);
          Positions.require(ids.length, model.architecture(), text);
          Positions.requirePredicted(ids.length, text);
          return new Scored(TokenSequence.causal(ids), IntStream.range(1, ids.length).toArray());
        });
  }

  @Override
  public List<Likelihood> continuations(List<PromptedText> texts) {
    return likelihoods(
        texts,
        each -> {
          String text = each.prompt() + each.continuation();
          TokenizedText tokens = frame.rangedPrompt(text);
          Positions.require(tokens.length(), model.architecture(), text);
          int from = each.prompt().length();
          return new Scored(
              TokenSequence.causal(tokens.ids()),
              predicted(tokens, text, t -> tokens.end()[t] > from));
        });
  }

  @Override
  public List<Likelihood> spansFromBothSides(List<TextSpan> spans) {
    return likelihoods(
        spans,
        each -> {
          TokenizedText tokens = document(each);
          int[] inside = inside(tokens, each);
          boolean[] span = new boolean[tokens.length()];
          Arrays.fill(span, inside[0], inside[inside.length - 1] + 1, true);
          return new Scored(TokenSequence.hybrid(tokens.ids(), span), inside);
        });
  }

  @Override
  public List<Likelihood> spansFromTheLeft(List<TextSpan> spans) {
    return likelihoods(
        spans,
        each -> {
          TokenizedText tokens = document(each);
          return new Scored(TokenSequence.causal(tokens.ids()), inside(tokens, each));
        });
  }

  private <T> List<Likelihood> likelihoods(List<T> texts, Function<T, Scored> preparation) {
    List<Scored> ready = UnusableTexts.prepare(texts, preparation);
    return tokens(
        ready.stream().map(Scored::text).toList(), ready.stream().map(Scored::scored).toList());
  }

  private TokenizedText document(TextSpan span) {
    TokenizedText tokens = frame.rangedDocument(span.text());
    Positions.require(tokens.length(), model.architecture(), span.text());
    return tokens;
  }

  private static int[] inside(TokenizedText tokens, TextSpan span) {
    TextRange range = span.range();
    return predicted(
        tokens,
        range.of(span.text()),
        t -> tokens.end()[t] > range.begin() && tokens.begin()[t] < range.end());
  }

  /** The tokens that are meant; the first token of all is refused, as nothing predicts it. */
  private static int[] predicted(TokenizedText tokens, String text, IntPredicate meant) {
    int[] found = IntStream.range(0, tokens.length()).filter(meant).toArray();
    if (found.length == 0 || found[0] == 0) {
      throw new IllegalArgumentException(
          "Nothing comes before \""
              + Quoted.value(text)
              + "\" that could predict it, expected a token at least, and the tokenizer adds no"
              + " begin token; put some text before it.");
    }
    return found;
  }

  /**
   * Scores tokens of texts that are tokens already.
   *
   * @param sequences the texts, with which token sees which
   * @param scored for each text, indices of the tokens that are scored, each above 0
   * @return one likelihood per text, in their order
   */
  public List<Likelihood> tokens(List<TokenSequence> sequences, List<int[]> scored) {
    Likelihood[] found = new Likelihood[sequences.size()];
    int[] lengths = sequences.stream().mapToInt(TokenSequence::length).toArray();
    for (int[] rows : LengthBatches.of(lengths, LengthBatches.places(model))) {
      List<TokenSequence> texts = Arrays.stream(rows).mapToObj(sequences::get).toList();
      List<int[]> wanted = Arrays.stream(rows).mapToObj(scored::get).toList();
      boolean stepwise = model.decodesInInt8() && texts.stream().allMatch(TokenSequence::isCausal);
      double[] sums = stepwise ? stepwise(texts, wanted) : atOnce(texts, wanted);
      for (int row = 0; row < rows.length; row++) {
        found[rows[row]] = checked(new Likelihood(sums[row], wanted.get(row).length));
      }
    }
    return List.of(found);
  }

  private double[] atOnce(List<TokenSequence> texts, List<int[]> scored) {
    List<int[]> predicting = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      int[] ids = texts.get(row).tokens();
      predicting.add(Arrays.stream(scored.get(row)).map(t -> t - 1).toArray());
      targets.add(Arrays.stream(scored.get(row)).map(t -> ids[t]).toArray());
    }
    TokenBatch batch = TokenBatch.padded(texts, model.architecture().slidingWindow());
    float[] logs;
    try (NDManager scope = model.newScope()) {
      logs = model.logLikelihoods(scope, batch, predicting, targets);
    }
    double[] sums = new double[texts.size()];
    int next = 0;
    for (int row = 0; row < sums.length; row++) {
      for (int t = 0; t < scored.get(row).length; t++) {
        sums[row] += logs[next++];
      }
    }
    return sums;
  }

  private double[] stepwise(List<TokenSequence> texts, List<int[]> scored) {
    double[][] logs =
        new CachedScorer(model).causal(texts.stream().map(TokenSequence::tokens).toList());
    double[] sums = new double[texts.size()];
    for (int row = 0; row < sums.length; row++) {
      double[] own = logs[row];
      sums[row] = Arrays.stream(scored.get(row)).mapToDouble(t -> own[t]).sum();
    }
    return sums;
  }

  private static Likelihood checked(Likelihood likelihood) {
    if (Double.isNaN(likelihood.log())) {
      throw new IllegalStateException(
          "A log-likelihood is NaN, expected a number; the model's weights are damaged or its"
              + " training diverged: load an earlier state, or train with a lower learning rate.");
    }
    return likelihood;
  }
}
