package magnet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.data.benchmark.ScoredPair;
import magnet.eval.metric.Correlation;
import magnet.eval.metric.Cosine;
import magnet.eval.metric.ResampledSpearman;
import magnet.infer.encoding.PooledEncoder;
import magnet.view.progress.ProgressView;

/**
 * Semantic textual similarity: does the cosine of two sentences' embeddings order pairs as people
 * do? STS 2012 to 2016, STS Benchmark, SICK-R.
 *
 * <p>For each pooling of the contender, {@code Spearman} (the primary score, as the field settled
 * on it: Reimers, Beyer and Gurevych, COLING 2016) and {@code Pearson}, both x 100. A year of
 * several files is measured over all pairs together ("all" in SimCSE, Gao et al. 2021). The
 * bootstrap interval is that of Spearman's correlation, over pairs.
 *
 * @param name the name in tables, such as {@code sts-b}
 * @param pairs sentences and the people's scores, two pairs at least
 */
public record Sts(String name, List<ScoredPair> pairs) implements Task {

  /**
   * Checks that there is something to correlate.
   *
   * @throws IllegalArgumentException if there are fewer than two pairs
   */
  public Sts {
    pairs = Items.required(name, pairs);
    if (pairs.size() < 2) {
      throw new IllegalArgumentException(
          "The task " + name + " has 1 pair, of which no correlation is known; give two at least.");
    }
  }

  /** The same with so many pairs at most, spread over all. */
  public Sts limit(int most) {
    return new Sts(name, Items.spread(pairs, most));
  }

  /** The same with no more than so many words from the beginning of each sentence. */
  public Sts words(int most) {
    return new Sts(
        name,
        pairs.stream()
            .map(
                pair ->
                    new ScoredPair(
                        Words.of(pair.first()).first(most),
                        Words.of(pair.second()).first(most),
                        pair.score()))
            .toList());
  }

  @Override
  public boolean canMeasure(Contender contender) {
    return contender.sentences().isPresent();
  }

  @Override
  public List<Score> measure(Contender contender, ProgressView progress) {
    PooledEncoder encoder =
        contender.sentences().orElseThrow(() -> Items.cannot(this, contender, "sentence encoder"));
    Map<String, Integer> rows = new LinkedHashMap<>(); // each sentence is encoded once
    for (ScoredPair pair : pairs) {
      rows.putIfAbsent(pair.first(), rows.size());
      rows.putIfAbsent(pair.second(), rows.size());
    }
    Steps steps = new Steps(name + ", " + contender.name(), rows.size(), "sentences", progress);
    List<Score> scores = new ArrayList<>();
    SentenceVectors.of(encoder, List.copyOf(rows.keySet()), steps)
        .forEach((pooling, vectors) -> scores.addAll(scores(pooling, cosines(vectors, rows))));
    return scores;
  }

  private double[] cosines(float[][] vectors, Map<String, Integer> rows) {
    return pairs.stream()
        .mapToDouble(
            pair -> Cosine.of(vectors[rows.get(pair.first())], vectors[rows.get(pair.second())]))
        .toArray();
  }

  private List<Score> scores(String pooling, double[] cosines) {
    double[] gold = pairs.stream().mapToDouble(ScoredPair::score).toArray();
    double spearman = 100 * Correlation.spearman(cosines, gold);
    double pearson = 100 * Correlation.pearson(cosines, gold);
    ResampledSpearman resampled = new ResampledSpearman(cosines, gold);
    return List.of(
        Bootstrap.within(
            Score.higher("Spearman (" + pooling + ")", spearman),
            pairs.size(),
            drawn -> 100 * resampled.of(drawn)),
        Score.higher("Pearson (" + pooling + ")", pearson));
  }
}
