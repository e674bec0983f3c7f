package magnet.eval;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.WordRanges;
import magnet.data.benchmark.ScoredPair;
import magnet.eval.metric.Correlation;
import magnet.eval.metric.Cosine;
import magnet.eval.metric.ResampledSpearman;

/**
 * Semantic textual similarity: does the cosine of two sentences' embeddings order pairs as people
 * do? STS 2012 to 2016, STS Benchmark, SICK-R.
 *
 * <p>For each pooling of the candidate, {@code Spearman} (the primary score, as the field settled
 * on it: Reimers, Beyer and Gurevych, COLING 2016) and {@code Pearson}, both x 100. A year of
 * several files is measured over all pairs together ("all" in SimCSE, Gao et al. 2021). The
 * bootstrap interval is that of Spearman's correlation, over pairs.
 *
 * @param name the name in tables, such as {@code sts-b}
 * @param pairs sentences and the people's scores, two pairs at least
 */
public record Sts(String name, List<ScoredPair> pairs) implements SentenceTask {

  /**
   * Checks that there is something to correlate.
   *
   * @throws IllegalArgumentException if there are fewer than two pairs
   */
  public Sts {
    pairs = TaskItems.required(name, pairs);
    if (pairs.size() < 2) {
      throw new IllegalArgumentException(
          "The task " + name + " has 1 pair, of which no correlation is known; give two at least.");
    }
  }

  /** The same with at most this many pairs, spread over all. */
  public Sts limit(int most) {
    return new Sts(name, TaskItems.spread(pairs, most));
  }

  /** The same with at most this many words from the beginning of each sentence. */
  public Sts words(int most) {
    return new Sts(
        name,
        pairs.stream()
            .map(
                pair ->
                    new ScoredPair(
                        WordRanges.of(pair.first()).first(most),
                        WordRanges.of(pair.second()).first(most),
                        pair.score()))
            .toList());
  }

  @Override
  public List<String> sentences() {
    return pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
  }

  @Override
  public List<Score> scores(float[][] vectors) {
    double[] gold = pairs.stream().mapToDouble(ScoredPair::score).toArray();
    double[] cosines =
        IntStream.range(0, gold.length)
            .mapToDouble(i -> Cosine.of(vectors[2 * i], vectors[2 * i + 1]))
            .toArray();
    ResampledSpearman resampled = new ResampledSpearman(cosines, gold);
    return List.of(
        Bootstrap.within(
            Score.higher("Spearman", 100 * Correlation.spearman(cosines, gold)),
            gold.length,
            drawn -> 100 * resampled.of(drawn)),
        Score.higher("Pearson", 100 * Correlation.pearson(cosines, gold)));
  }
}
