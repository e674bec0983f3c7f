package magnet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.infer.encoding.PooledEncoder;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * A task that looks at one vector for each sentence. It says which sentences it needs and what
 * their vectors are worth; each pooling of a candidate is scored by itself.
 */
public interface SentenceTask extends Task {

  /** The sentences; one that stands there twice is encoded once. */
  List<String> sentences();

  /**
   * Scores the vectors of one pooling.
   *
   * @param vectors one for each of {@link #sentences}, in their order: {@code
   *     [sentences][dimensions]}
   * @return always the same metrics in the same order, the primary one first
   */
  List<Score> scores(float[][] vectors);

  @Override
  default boolean canMeasure(Candidate candidate) {
    return candidate.sentences().isPresent();
  }

  @Override
  default List<Score> measure(Candidate candidate, ProgressView progress) {
    PooledEncoder encoder =
        TaskItems.needed(this, candidate, candidate.sentences(), "sentence encoder");
    List<String> distinct = sentences().stream().distinct().toList();
    Map<String, Map<String, float[]>> vectors = new LinkedHashMap<>(); // pooling by pooling
    encoder.poolings().forEach(pooling -> vectors.put(pooling, new LinkedHashMap<>()));
    ProgressCount steps = TaskItems.count(this, candidate, distinct.size(), "sentences", progress);
    TaskItems.each(
        steps,
        distinct,
        piece -> {
          encoder
              .encode(piece)
              .forEach(
                  (pooling, rows) -> {
                    for (int i = 0; i < rows.length; i++) {
                      vectors.get(pooling).put(piece.get(i), rows[i]);
                    }
                  });
          return piece;
        });
    List<Score> scores = new ArrayList<>();
    vectors.forEach(
        (pooling, of) ->
            scores(sentences().stream().map(of::get).toArray(float[][]::new))
                .forEach(score -> scores.add(score.pooled(pooling))));
    return scores;
  }
}
