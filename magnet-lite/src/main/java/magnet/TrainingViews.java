package magnet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.TextPair;
import magnet.train.MaskedView;
import magnet.train.View;
import magnet.train.ViewBatch;
import magnet.train.Views;
import magnet.view.MarkedText;
import magnet.view.TokenStrip;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a training reads of one text: its three views, made visible.
 *
 * @param reads x_m: the tokens as the model reads them, some of them masked
 * @param truth the text's own tokens, which the losses ask for
 * @param pattern who sees whom in x_m: context and span tokens
 * @param masked indices of the masked tokens
 * @param pair x and x+, the two views that should be embedded alike, with the instruction before
 *     them; empty where no objective contrasts
 */
public record TrainingViews(
    List<String> reads,
    List<String> truth,
    AttentionPattern pattern,
    int[] masked,
    Optional<TextPair> pair) {

  static TrainingViews of(Magnet base, Views views, Document text, long place, Set<View> wanted) {
    EnumSet<View> all = EnumSet.copyOf(wanted);
    boolean asks = all.contains(View.MASKS) || all.contains(View.SPANS);
    if (!asks) {
      all.add(View.SPANS); // so that there is an x_m; it is all context then
    }
    ViewBatch batch = views.of(List.of(text), place, all);
    MaskedView view = batch.masked().get(0);
    return new TrainingViews(
        TokenTexts.of(base, view.input()),
        TokenTexts.of(base, view.tokens()),
        asks
            ? AttentionPattern.hybrid(view.span())
            : AttentionPattern.bidirectional(view.span().length),
        view.masked(),
        batch.anchors().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TextPair(
                    base.decode(batch.anchors().get(0)).strip(),
                    base.decode(batch.positives().get(0)).strip())));
  }

  /** What is read of a token's place: the loss that asks for it, or a dash. */
  private String loss(int token) {
    if (pattern.span()[token]) {
      return "msg";
    }
    return isMasked(token) ? "mntp" : "–";
  }

  private boolean isMasked(int token) {
    return Arrays.binarySearch(masked, token) >= 0;
  }

  /** x_m in a row: context, spans and masked tokens in their colours. */
  public TokenStrip strip() {
    boolean[] hidden = new boolean[reads.size()];
    Arrays.fill(hidden, false);
    Arrays.stream(masked).forEach(token -> hidden[token] = true);
    return TokenStrip.ofViews(reads, truth, pattern.span(), hidden);
  }

  /**
   * All views as HTML: x_m in its colours where a loss asks for any of it, and the pair below it.
   */
  public String html() {
    boolean asks = IntStream.range(0, reads.size()).anyMatch(t -> !loss(t).equals("–"));
    return "<div>"
        + (asks ? strip().html() : "")
        + pair.map(
                views ->
                    new MarkedText().marked("x").plain("   " + views.first()).html()
                        + new MarkedText().marked("x⁺").plain("  " + views.second()).html())
            .orElse("")
        + "</div>";
  }

  /**
   * A row a token: what the model reads there, what kind of token it is, which loss asks for it and
   * from where. The output before a token predicts it.
   */
  public Table table() {
    return Table.create(
        "x_m",
        IntColumn.create("place", IntStream.range(0, reads.size()).toArray()),
        StringColumn.create("token", truth),
        StringColumn.create("reads", reads),
        StringColumn.create(
            "kind",
            IntStream.range(0, reads.size())
                .mapToObj(t -> pattern.span()[t] ? "span" : "context")
                .toList()),
        StringColumn.create("loss", IntStream.range(0, reads.size()).mapToObj(this::loss).toList()),
        StringColumn.create(
            "predicted at",
            IntStream.range(0, reads.size())
                .mapToObj(t -> loss(t).equals("–") ? "" : "place " + (t - 1))
                .toList()));
  }

  @Override
  public String toString() {
    int spans = 0;
    for (boolean span : pattern.span()) {
      spans += span ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "%d tokens, %d of them in spans, %d masked%s",
        reads.size(),
        spans,
        masked.length,
        pair.map(views -> "; x: " + views.first() + "; x+: " + views.second()).orElse(""));
  }
}
