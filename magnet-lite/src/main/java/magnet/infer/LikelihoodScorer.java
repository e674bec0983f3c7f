package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import magnet.data.TextRange;
import magnet.io.Quoted;
import magnet.kernel.HostCopy;
import magnet.model.KeyValueCache;
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

  /** The model stays open as long as the scorer is used. */
  public LikelihoodScorer(LanguageModel model, TextFrame frame) {
    this.model = model;
    this.frame = frame;
  }

  /** A text that is ready to be scored, and the indices of its tokens that count, each above 0. */
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
    return spans(
        spans,
        (ids, inside) -> {
          boolean[] span = new boolean[ids.length];
          Arrays.fill(span, inside[0], inside[inside.length - 1] + 1, true);
          return TokenSequence.hybrid(ids, span);
        });
  }

  @Override
  public List<Likelihood> spansFromTheLeft(List<TextSpan> spans) {
    return spans(spans, (ids, inside) -> TokenSequence.causal(ids));
  }

  /** Scores spans in their documents, given which token sees which. */
  private List<Likelihood> spans(
      List<TextSpan> spans, BiFunction<int[], int[], TokenSequence> pattern) {
    return likelihoods(
        spans,
        each -> {
          TokenizedText tokens = frame.document(each.text());
          Positions.require(tokens.length(), model.architecture(), each.text());
          TextRange range = each.range();
          int[] inside =
              predicted(
                  tokens,
                  range.of(each.text()),
                  t -> tokens.end()[t] > range.begin() && tokens.begin()[t] < range.end());
          return new Scored(pattern.apply(tokens.ids(), inside), inside);
        });
  }

  private <T> List<Likelihood> likelihoods(List<T> texts, Function<T, Scored> preparation) {
    List<Scored> ready = UnusableTexts.prepare(texts, preparation);
    return tokens(
        ready.stream().map(Scored::text).toList(), ready.stream().map(Scored::scored).toList());
  }

  /** The tokens that are meant; the first token of all is refused, as nothing predicts it. */
  private static int[] predicted(TokenizedText tokens, String text, IntPredicate meant) {
    int[] found = IntStream.range(0, tokens.length()).filter(meant).toArray();
    if (found.length == 0 || found[0] == 0) {
      throw new IllegalArgumentException(
          ("Nothing comes before \"%s\" that could predict it, expected a token at least, and the"
                  + " tokenizer adds no begin token; put some text before it.")
              .formatted(Quoted.value(text)));
    }
    return found;
  }

  /**
   * Scores tokens of texts that are tokens already. What several texts begin with, as the answers
   * to a question do, is read once for all of them if they are read from left to right.
   *
   * @param scored for each text, indices of the tokens that are scored, each above 0
   * @return one likelihood per text, in their order
   */
  public List<Likelihood> tokens(List<TokenSequence> sequences, List<int[]> scored) {
    Likelihood[] found = new Likelihood[sequences.size()];
    boolean joining = !model.decodesInInt8(); // a cache has no branches
    List<SharedInput> inputs = SharedInput.of(sequences, scored, joining);
    int[] lengths = inputs.stream().mapToInt(each -> each.input().length()).toArray();
    for (int[] rows : LengthBatches.of(lengths, LengthBatches.places(model))) {
      List<SharedInput> batch = Arrays.stream(rows).mapToObj(inputs::get).toList();
      float[] logs = logs(batch, sequences, scored);
      int next = 0;
      for (int text : batch.stream().flatMapToInt(SharedInput::texts).toArray()) {
        double sum = 0;
        for (int t = 0; t < scored.get(text).length; t++) {
          sum += logs[next++];
        }
        if (Double.isNaN(sum)) {
          throw new IllegalStateException(
              "A log-likelihood is NaN, expected a number; the model's weights are damaged or its"
                  + " training diverged: load an earlier state, or train with a lower learning"
                  + " rate.");
        }
        found[text] = new Likelihood(sum, scored.get(text).length);
      }
    }
    return List.of(found);
  }

  /** The logarithms for all scored tokens of the inputs' texts, one after another. */
  private float[] logs(
      List<SharedInput> inputs, List<TokenSequence> sequences, List<int[]> scored) {
    List<int[]> predicting = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (SharedInput each : inputs) {
      predicting.add(each.predicting().toArray());
      targets.add(
          each.texts()
              .flatMap(
                  text -> Arrays.stream(scored.get(text)).map(t -> sequences.get(text).tokens()[t]))
              .toArray());
    }
    List<TokenSequence> read = inputs.stream().map(SharedInput::input).toList();
    if (model.decodesInInt8() && read.stream().allMatch(TokenSequence::isCausal)) {
      List<int[]> ids = read.stream().map(TokenSequence::tokens).toList();
      return stepwise(ids, predicting, targets);
    }
    TokenBatch batch = TokenBatch.padded(read, model.architecture().slidingWindow());
    try (NDManager scope = model.newScope()) {
      return model.logLikelihoods(scope, batch, predicting, targets);
    }
  }

  /**
   * How likely given tokens are to come after some others, as {@link LanguageModel#logLikelihoods}
   * says it of a whole pass, but as decoding meets them: token by token against the cache, and so
   * with the int8 weights of a model that decodes with them. Slower than a whole pass, and the way
   * to find out whether such weights will do.
   *
   * @param texts token ids of texts that run side by side, each read from left to right
   * @param wanted for each text, indices of the tokens that predict
   * @param targets for each text, the ids whose likelihood is asked for, one for each that predicts
   * @return natural logarithms of probabilities, text by text in the order of {@code wanted}
   */
  float[] stepwise(List<int[]> texts, List<int[]> wanted, List<int[]> targets) {
    int rows = texts.size();
    long vocabulary = model.architecture().vocabularySize();
    int longest = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    float[] logs = new float[wanted.stream().mapToInt(each -> each.length).sum()];
    int[][] token = new int[rows][1];
    int[][] position = new int[rows][1];
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), rows, longest)) {
      for (int t = 0; t < longest; t++) {
        List<Integer> places = new ArrayList<>(); // in logs, of what this step predicts
        List<Long> indices = new ArrayList<>(); // in its logits, row by row
        int place = 0;
        for (int row = 0; row < rows; row++) {
          int[] ids = texts.get(row);
          token[row][0] = ids[Math.min(t, ids.length - 1)]; // a finished text waits for the others
          position[row][0] = t;
          for (int i = 0; i < wanted.get(row).length; i++, place++) {
            if (wanted.get(row)[i] == t) {
              places.add(place);
              indices.add(row * vocabulary + targets.get(row)[i]);
            }
          }
        }
        float[] found = next(cache, token, position, indices);
        for (int i = 0; i < found.length; i++) {
          logs[places.get(i)] = found[i];
        }
      }
    }
    return logs;
  }

  /** Reads one token of each row; the log-probabilities at these indices of what comes next. */
  private float[] next(KeyValueCache cache, int[][] token, int[][] position, List<Long> indices) {
    try (NDManager scope = model.newScope()) {
      NDArray logits = // [rows, 1, vocabulary]
          model.extend(scope, cache, token, position, true, null, new int[] {0});
      if (indices.isEmpty()) {
        return new float[0];
      }
      long[] wanted = indices.stream().mapToLong(Long::longValue).toArray();
      return HostCopy.floats(logits.logSoftmax(2).flatten().gather(scope.create(wanted), 0));
    }
  }
}
