package magnet.recipe.settings;

import java.util.Map;
import java.util.Optional;
import magnet.Corpus;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.Tree;

/**
 * How the views of a text are made. What is empty is left to the defaults of corpus and objectives.
 *
 * @param maskShare share of context tokens that are masked
 * @param maskToken the text of the token that masks
 * @param causalShare share of texts that are all span, which keeps left-to-right modelling alive
 * @param instruction what precedes a text that is embedded
 * @param spans what a span is
 * @param positives where the two views of a text come from
 */
public record ViewPlan(
    Optional<Double> maskShare,
    Optional<String> maskToken,
    Optional<Double> causalShare,
    Optional<String> instruction,
    Optional<Spans> spans,
    Optional<PositivePlan> positives) {

  /**
   * What a span is.
   *
   * @param sentences whether it is one whole sentence; else it is a number of tokens
   * @param shortest tokens at least
   * @param longest tokens at most
   * @param count how many a text
   */
  public record Spans(boolean sentences, int shortest, int longest, int count) {}

  /** Reads the section "views"; without one all is left to the defaults. */
  static ViewPlan read(Optional<KeyedReader> views) {
    ViewPlan plan =
        new ViewPlan(
            views.flatMap(each -> each.number("mask-share", Range.properShare())),
            views.flatMap(each -> each.text("mask-token")),
            views.flatMap(each -> each.number("causal-share", Range.share())),
            views.flatMap(each -> each.text("instruction")),
            views.flatMap(ViewPlan::spans),
            views.flatMap(each -> each.section("positives")).map(PositivePlan::read));
    views.ifPresent(KeyedReader::end);
    return plan;
  }

  private static Optional<Spans> spans(KeyedReader views) {
    if (views.setting("spans").orElse(null) instanceof Tree.Value) {
      return views.choice("spans", Map.of("sentences", new Spans(true, 0, 0, 1)));
    }
    return views
        .section("spans")
        .map(
            each -> {
              int shortest = each.whole("shortest", 1).orElse(8);
              int longest = each.whole("longest", 1).orElse(Math.max(32, shortest));
              if (longest < shortest) {
                throw each.refusal("longest", "is less than the shortest; swap them");
              }
              int count = each.whole("count", 1).orElse(1);
              each.end();
              return new Spans(false, shortest, longest, count);
            });
  }

  /** What objectives take from it, by the names of their records' components. */
  Map<String, Optional<?>> ofObjectives() {
    return Map.of(
        "maskShare", maskShare,
        "maskToken", maskToken,
        "wholeTexts", causalShare,
        "instruction", instruction);
  }

  /** A text as a corpus with these spans and pairs. */
  Corpus corpus(TextPlan text) {
    Corpus corpus = text.open();
    Corpus spanned =
        spans
            .map(
                of ->
                    of.sentences()
                        ? corpus.sentenceSpans()
                        : corpus.spans(of.shortest(), of.longest(), of.count()))
            .orElse(corpus);
    return positives.map(each -> each.applied(spanned, text)).orElse(spanned);
  }
}
