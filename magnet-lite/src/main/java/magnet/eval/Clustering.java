package magnet.eval;

import java.util.Arrays;
import java.util.List;
import magnet.data.WordRanges;
import magnet.data.benchmark.LabelledText;
import magnet.eval.metric.KMeans;
import magnet.eval.metric.VMeasure;

/**
 * Do texts of one class form clusters? k-means splits the embeddings into as many clusters as there
 * are classes, and the {@link VMeasure} tells how well clusters and classes agree (20 Newsgroups,
 * StackOverflow titles; as MTEB does it, Muennighoff et al., EACL 2023).
 *
 * <p>For each pooling of the candidate {@code V-measure} in percent, the mean over ten seeds of the
 * first centres. Its interval is 1.96 standard errors of that mean to either side: the spread over
 * the seeds, not over the texts. Embeddings go in as they are, so normalised ones are clustered by
 * their angles.
 *
 * @param name the name in tables, such as {@code stackoverflow}
 * @param texts with their classes, of which there are two at least
 */
public record Clustering(String name, List<LabelledText> texts) implements SentenceTask {

  private static final int SEEDS = 10;

  /**
   * Checks that there are several classes.
   *
   * @throws IllegalArgumentException if there are fewer than two classes
   */
  public Clustering {
    texts = TaskItems.required(name, texts);
    if (texts.stream().map(LabelledText::label).distinct().count() < 2) {
      throw new IllegalArgumentException(
          "The task %s has only texts of class %s, expected two classes at least."
              .formatted(name, texts.get(0).label()));
    }
  }

  /** The same with at most this many texts, spread over all. */
  public Clustering limit(int most) {
    return new Clustering(name, TaskItems.spread(texts, most));
  }

  /** The same with at most this many words from the beginning of each text. */
  public Clustering words(int most) {
    return new Clustering(
        name,
        texts.stream()
            .map(each -> new LabelledText(WordRanges.of(each.text()).first(most), each.label()))
            .toList());
  }

  @Override
  public List<String> sentences() {
    return texts.stream().map(LabelledText::text).toList();
  }

  @Override
  public List<Score> scores(float[][] vectors) {
    List<String> labels = texts.stream().map(LabelledText::label).toList();
    int k = (int) labels.stream().distinct().count();
    double[] measures = new double[SEEDS];
    try (KMeans means = new KMeans(vectors)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        List<Integer> clusters = Arrays.stream(means.cluster(k, seed)).boxed().toList();
        measures[seed] = 100 * VMeasure.of(labels, clusters).value();
      }
    }
    return List.of(Score.meanOf("V-measure", measures));
  }
}
