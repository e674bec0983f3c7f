package magnet.eval;

import java.util.List;
import magnet.data.WordRanges;
import magnet.infer.Scorer;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Perplexity of whole texts read from left to right: can the model still write? An adapted model
 * should stay near its base here. One score, {@code perplexity} per token over all texts, each text
 * by itself from its beginning; the bootstrap interval is over texts.
 *
 * @param name the name in tables, such as {@code wikitext-103}
 * @param texts none longer than the candidates' positions: cut longer ones by {@link #words}; those
 *     of a single word are left out, as it may be a single token, which none predicts
 */
public record CausalPerplexity(String name, List<String> texts) implements Task {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no text of two words or more
   */
  public CausalPerplexity {
    texts =
        TaskItems.required(
            name, texts.stream().filter(each -> WordRanges.of(each).count() > 1).toList());
  }

  /** The same with at most this many texts, spread over all. */
  public CausalPerplexity limit(int most) {
    return new CausalPerplexity(name, TaskItems.spread(texts, most));
  }

  /** The same with at most this many words, 2 or more, from the beginning of each text. */
  public CausalPerplexity words(int most) {
    return new CausalPerplexity(
        name, texts.stream().map(each -> WordRanges.of(each).first(most)).toList());
  }

  @Override
  public boolean canMeasure(Candidate candidate) {
    return candidate.scorer().isPresent();
  }

  @Override
  public List<Score> measure(Candidate candidate, ProgressView progress) {
    Scorer scorer = TaskItems.needed(this, candidate, candidate.scorer(), "scorer of texts");
    ProgressCount steps = TaskItems.count(this, candidate, texts.size(), "texts", progress);
    return List.of(Perplexity.score("perplexity", TaskItems.each(steps, texts, scorer::texts)));
  }
}
