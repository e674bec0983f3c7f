package magnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.TextPair;
import magnet.model.tokenizer.TokenTexts;
import magnet.train.MaskedView;
import magnet.train.PairView;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Training;
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
 * @param pattern which token sees which in x_m: context and span tokens
 * @param masked indices of the masked tokens
 * @param losses for each token, the name of the objective whose loss asks for it; a dash for none
 * @param pair x and x+, the two views that should be embedded alike, with the instruction before
 *     them; empty where no objective contrasts
 */
public record TrainingViews(
    List<String> reads,
    List<String> truth,
    AttentionPattern pattern,
    int[] masked,
    List<String> losses,
    Optional<TextPair> pair) {

  private static final String NONE = "–";

  static TrainingViews of(
      Magnet base, Views views, Document text, long place, List<Objective> objectives) {
    RequestedViews wanted = Training.requested(objectives);
    boolean asks = wanted.wantsMaskedText();
    if (!asks) {
      wanted = wanted.and(RequestedViews.spans(0)); // so that there is an x_m, then all context
    }
    ViewBatch batch = views.of(List.of(text), place, wanted);
    MaskedView view = batch.masked().get(0);
    return new TrainingViews(
        TokenTexts.of(base.frame().tokenizer(), view.input()),
        TokenTexts.of(base.frame().tokenizer(), view.tokens()),
        asks
            ? AttentionPattern.hybrid(view.span())
            : AttentionPattern.bidirectional(view.span().length),
        view.masked(),
        asks ? losses(batch, objectives) : Collections.nCopies(view.tokens().length, NONE),
        batch.pairs().stream().findFirst().map(pair -> texts(base, pair)));
  }

  /** Which objective asks for each token of x_m, the batch's first sequence. */
  private static List<String> losses(ViewBatch batch, List<Objective> objectives) {
    List<String> names =
        new ArrayList<>(Collections.nCopies(batch.masked().get(0).tokens().length, NONE));
    for (Objective each : objectives) {
      for (RequestedOutputs.Prediction row : each.outputs(batch).predictions()) {
        if (row.sequence() == 0) {
          String there = names.get(row.at() + 1);
          names.set(row.at() + 1, there.equals(NONE) ? each.name() : there + ", " + each.name());
        }
      }
    }
    return names;
  }

  private static TextPair texts(Magnet base, PairView pair) {
    return new TextPair(base.decode(pair.anchor()).strip(), base.decode(pair.positive()).strip());
  }

  /** x_m in a row: context, spans and masked tokens in their colours. */
  public TokenStrip strip() {
    boolean[] hidden = new boolean[reads.size()];
    Arrays.stream(masked).forEach(token -> hidden[token] = true);
    return TokenStrip.ofViews(reads, truth, pattern.span(), hidden);
  }

  /**
   * All views as HTML: x_m in its colours where a loss asks for any of it, and the pair below it.
   */
  public String html() {
    boolean asks = losses.stream().anyMatch(name -> !name.equals(NONE));
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
   * One row per token: what the model reads there, what kind of token it is, which loss asks for it
   * and from where. The output before a token predicts it.
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
        StringColumn.create("loss", losses),
        StringColumn.create(
            "predicted at",
            IntStream.range(0, reads.size())
                .mapToObj(t -> losses.get(t).equals(NONE) ? "" : "place " + (t - 1))
                .toList()));
  }

  @Override
  public String toString() {
    long spans = IntStream.range(0, reads.size()).filter(t -> pattern.span()[t]).count();
    return String.format(
        Locale.ROOT,
        "%d tokens, %d of them in spans, %d masked%s",
        reads.size(),
        spans,
        masked.length,
        pair.map(views -> "; x: " + views.first() + "; x+: " + views.second()).orElse(""));
  }
}
