package magnet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import magnet.data.benchmark.TaggedSentence;
import magnet.eval.metric.Confusion;
import magnet.eval.metric.SoftmaxRegression;
import magnet.eval.metric.SpanScores;
import magnet.infer.encoding.TokenEncoder;
import magnet.infer.encoding.TokenVectors;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * What a word's vector knows of the word: a linear classifier on the frozen vectors predicts the
 * tags of words (CoNLL-2003: parts of speech, chunks, named entities).
 *
 * <p>The classifier is multinomial logistic regression, trained on the training sentences with each
 * of a few learning rates and penalties; the setting that is best on the development sentences is
 * reported on the test sentences. For each {@link TagLayer} and each {@link WordAlignment} that is
 * asked for, which is the score's pooling, in percent: {@code POS accuracy}; {@code chunk F1} and
 * {@code NER F1} of whole spans as seqeval counts them ({@link SpanScores}), with the accuracy of
 * tags beside it. Each word is classified by itself: no CRF, no features of its neighbours but what
 * the vector holds. The bootstrap intervals are over test sentences.
 *
 * <p>Where several hidden layers are named, each kind of tags and each alignment is read after the
 * layer whose classifier does best on the development sentences: a model's last states say what
 * comes next, and what a word is may show more clearly before them. A candidate without some of
 * these layers is read after those that it has; where models of several sizes are compared, depths
 * give each the same choice. Each text goes through the model once for all of them.
 *
 * <p>The words' vectors are held in memory: 4 bytes times words times dimensions for each alignment
 * and hidden layer (CoNLL-2003 whole, 288 dimensions, one layer: 350 MB an alignment).
 *
 * @param name the name in tables, such as {@code conll2003}
 * @param train sentences that the classifier learns from
 * @param dev sentences that choose its setting
 * @param test sentences that are reported
 * @param layers which tags
 * @param alignments which tokens stand for a word
 * @param hiddenLayers after which layers the vectors are taken; none, and no depths, for the
 *     encoder's own
 * @param depths the same in percent of a candidate's layers, from 0 (the embeddings) to 100 (the
 *     last), rounded to whole layers
 * @param seed orders the words in training
 */
public record TokenProbe(
    String name,
    List<TaggedSentence> train,
    List<TaggedSentence> dev,
    List<TaggedSentence> test,
    List<TagLayer> layers,
    List<WordAlignment> alignments,
    List<Integer> hiddenLayers,
    List<Integer> depths,
    long seed)
    implements Task {

  /**
   * Ours. On 43,000 words of CoNLL-2003 and a model of 160 dimensions the best of them comes within
   * 0.5 points of accuracy of what L-BFGS reaches in hundreds of passes (scikit-learn).
   */
  private static final List<SoftmaxRegression.Setting> SETTINGS =
      List.of(
          new SoftmaxRegression.Setting(0.13, 3e-4),
          new SoftmaxRegression.Setting(0.13, 3e-3),
          new SoftmaxRegression.Setting(0.4, 3e-4),
          new SoftmaxRegression.Setting(0.4, 3e-3));

  /**
   * Checks that there is something to learn, to choose and to measure with.
   *
   * @throws IllegalArgumentException if a part has no sentence, no layer or alignment is asked for,
   *     or a depth is not from 0 to 100
   */
  public TokenProbe {
    train = TaskItems.required(name + ", training part", train);
    dev = TaskItems.required(name + ", development part", dev);
    test = TaskItems.required(name + ", test part", test);
    layers = TaskItems.required(name + ", layers", layers.stream().distinct().toList());
    alignments = TaskItems.required(name + ", alignments", alignments.stream().distinct().toList());
    hiddenLayers = hiddenLayers.stream().distinct().toList();
    depths = depths.stream().distinct().toList();
    for (int depth : depths) {
      if (depth < 0 || depth > 100) {
        throw new IllegalArgumentException(
            "%s reads after %d %% of a model's layers, expected 0 to 100.".formatted(name, depth));
      }
    }
  }

  /**
   * All three layers, by the words' first tokens and by those before them.
   *
   * @param name the name in tables
   * @param train sentences that the classifier learns from
   * @param dev sentences that choose its setting
   * @param test sentences that are reported
   */
  public static TokenProbe of(
      String name,
      List<TaggedSentence> train,
      List<TaggedSentence> dev,
      List<TaggedSentence> test) {
    return new TokenProbe(
        name,
        train,
        dev,
        test,
        List.of(TagLayer.values()),
        List.of(WordAlignment.FIRST, WordAlignment.PREVIOUS),
        List.of(),
        List.of(),
        1);
  }

  /** The same with at most this many sentences of each part, spread over all. */
  public TokenProbe limit(int mostTrain, int mostDev, int mostTest) {
    return on(
        TaskItems.spread(train, mostTrain),
        TaskItems.spread(dev, mostDev),
        TaskItems.spread(test, mostTest));
  }

  /** The same with other layers. */
  public TokenProbe onLayers(TagLayer... some) {
    return new TokenProbe(
        name, train, dev, test, List.of(some), alignments, hiddenLayers, depths, seed);
  }

  /** The same with other alignments. */
  public TokenProbe alignedBy(WordAlignment... some) {
    return new TokenProbe(
        name, train, dev, test, layers, List.of(some), hiddenLayers, depths, seed);
  }

  /**
   * The same with vectors as {@link TokenEncoder#afterLayer} gives them; of several layers with
   * those that do best on the development sentences.
   */
  public TokenProbe afterLayers(Integer... some) {
    return new TokenProbe(name, train, dev, test, layers, alignments, List.of(some), depths, seed);
  }

  /**
   * The same with {@link #afterLayers} of each candidate's own depth.
   *
   * @param percent of its layers, such as 50 for the middle
   */
  public TokenProbe atDepths(Integer... percent) {
    return new TokenProbe(
        name, train, dev, test, layers, alignments, hiddenLayers, List.of(percent), seed);
  }

  /** The same with at most this many words from the beginning of each sentence. */
  public TokenProbe words(int most) {
    return on(firstWords(train, most), firstWords(dev, most), firstWords(test, most));
  }

  private TokenProbe on(
      List<TaggedSentence> toTrain, List<TaggedSentence> toChoose, List<TaggedSentence> toTest) {
    return new TokenProbe(
        name, toTrain, toChoose, toTest, layers, alignments, hiddenLayers, depths, seed);
  }

  private static List<TaggedSentence> firstWords(List<TaggedSentence> sentences, int most) {
    return sentences.stream()
        .map(
            each -> {
              int kept = Math.min(most, each.words().size());
              return new TaggedSentence(
                  each.words().subList(0, kept),
                  each.partsOfSpeech().subList(0, kept),
                  each.chunks().subList(0, kept),
                  each.entities().subList(0, kept));
            })
        .toList();
  }

  /** Whether it has vectors of tokens, after one at least of the layers that are named. */
  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate
        .tokens()
        .filter(each -> isLast() || asked(each).anyMatch(each::hasLayer))
        .isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Map<TagLayer, Map<WordAlignment, Tagged>> best = tag(candidate, progress);
    List<Score> scores = new ArrayList<>();
    for (TagLayer layer : layers) {
      for (WordAlignment alignment : alignments) {
        scores.addAll(best.get(layer).get(alignment).test().scores(alignment.title()));
      }
    }
    return scores;
  }

  /** The hidden layers that the vectors are taken after; none for the encoder's own vectors. */
  private List<Integer> read(Candidate candidate, TokenEncoder encoder) {
    if (isLast() || depths.isEmpty() && hiddenLayers.size() == 1) {
      return hiddenLayers; // one that is not there is refused by the encoder, which says what is
    }
    List<Integer> asked = asked(encoder).distinct().toList();
    List<Integer> there = asked.stream().filter(encoder::hasLayer).toList();
    if (there.isEmpty()) {
      throw TaskItems.cannot(this, candidate, "state after any of the layers " + asked);
    }
    return there;
  }

  /** Whether the encoder's own vectors are read. */
  private boolean isLast() {
    return hiddenLayers.isEmpty() && depths.isEmpty();
  }

  /** The layers that are named, of which an encoder may lack some. */
  private Stream<Integer> asked(TokenEncoder encoder) {
    return Stream.concat(
        hiddenLayers.stream(),
        depths.stream().map(percent -> Math.round(encoder.layers() * percent / 100f)));
  }

  /** The test sentences tagged after the layer that does best on the development sentences. */
  private Map<TagLayer, Map<WordAlignment, Tagged>> tag(
      Candidate candidate, ProgressView progress) {
    TokenEncoder encoder = TaskItems.needed(this, candidate, candidate.tokens(), "token encoder");
    List<Integer> read = read(candidate, encoder);
    Function<List<String>, List<List<TokenVectors>>> vectors =
        texts ->
            read.isEmpty()
                ? List.of(encoder.encodeTokens(texts))
                : encoder.encodeTokens(texts, read);
    int each = Math.max(1, read.size());
    int sentences = train.size() + dev.size() + test.size();
    ProgressCount steps = TaskItems.count(this, candidate, sentences, "sentences", progress);
    int probes = each * layers.size() * alignments.size();
    ProgressCount fits = TaskItems.count(this, candidate, probes, "classifiers", progress);
    List<WordVectors> trained = WordVectors.of(vectors, each, train, alignments, steps);
    List<WordVectors> chosen = WordVectors.of(vectors, each, dev, alignments, steps);
    List<WordVectors> tested = WordVectors.of(vectors, each, test, alignments, steps);
    Map<TagLayer, Map<WordAlignment, Tagged>> best = new EnumMap<>(TagLayer.class);
    for (int i = 0; i < each; i++) {
      for (TagLayer layer : layers) {
        for (WordAlignment alignment : alignments) {
          Tagged found =
              bestOnDev(
                  layer,
                  trained.get(i).by(alignment),
                  chosen.get(i).by(alignment),
                  tested.get(i).by(alignment));
          best.computeIfAbsent(layer, first -> new EnumMap<>(WordAlignment.class))
              .merge(alignment, found, Tagged::betterOnDev);
          fits.done(1);
        }
      }
    }
    return best;
  }

  /**
   * Which tags are taken for which in the test sentences, by the classifier that does best on the
   * development sentences.
   *
   * @param candidate one that {@link #canMeasure}
   * @param layer which tags
   * @param alignment which tokens stand for a word
   */
  public Confusion confusion(Candidate candidate, TagLayer layer, WordAlignment alignment) {
    try (ProgressView progress = Progress.forLongTasks()) {
      return onLayers(layer)
          .alignedBy(alignment)
          .tag(candidate, progress)
          .get(layer)
          .get(alignment)
          .test()
          .confusion(layer.title() + ", " + candidate.name());
    }
  }

  /**
   * What a classifier tagged.
   *
   * @param onDev what it reached on the development sentences, from 0 to 1
   * @param test the test sentences
   */
  private record Tagged(double onDev, TaggingResult test) {

    Tagged betterOnDev(Tagged later) {
      return later.onDev > onDev ? later : this;
    }
  }

  /** The test sentences tagged by the classifier that tags the development sentences best. */
  private Tagged bestOnDev(TagLayer layer, float[] trainRows, float[] devRows, float[] testRows) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    int[] labels =
        train.stream()
            .flatMap(sentence -> layer.of(sentence).stream())
            .mapToInt(tag -> classes.computeIfAbsent(tag, each -> classes.size()))
            .toArray();
    List<String> names = List.copyOf(classes.keySet());
    try (SoftmaxRegression probe =
        new SoftmaxRegression(trainRows, labels, names.size(), SETTINGS, seed)) {
      double[] onDev =
          Arrays.stream(probe.predict(devRows))
              .mapToDouble(each -> new TaggingResult(layer, dev, tags(names, each)).primary())
              .toArray();
      int best = TaskItems.largest(onDev);
      return new Tagged(
          onDev[best], new TaggingResult(layer, test, tags(names, probe.predict(testRows)[best])));
    }
  }

  private static List<String> tags(List<String> names, int[] classOf) {
    return Arrays.stream(classOf).mapToObj(names::get).toList();
  }
}
