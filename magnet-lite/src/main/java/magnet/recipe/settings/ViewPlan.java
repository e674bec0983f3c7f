package magnet.recipe.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import magnet.Corpus;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.Tree;

/**
 * How the views of a text are made. What is empty is left to the defaults of corpus and objectives.
 *
 * @param ofObjectives what objectives take from it, by the names of their records' components
 * @param spans gives a corpus its spans
 */
public record ViewPlan(
    Map<String, Optional<?>> ofObjectives,
    Optional<String> instruction,
    Optional<UnaryOperator<Corpus>> spans,
    Optional<PositivePlan> positives) {

  /** Reads the section "views"; where it says nothing all is left to the defaults. */
  static ViewPlan read(KeyedReader views) {
    Optional<String> instruction = views.text("instruction");
    ViewPlan plan =
        new ViewPlan(
            Map.of(
                "maskShare", views.number("mask-share", new Range(0, 1, false, false)),
                "maskToken", views.text("mask-token"),
                "wholeTexts", views.number("causal-share", Range.share()),
                "instruction", instruction),
            instruction,
            spans(views),
            views.section("positives").map(PositivePlan::read));
    views.end();
    return plan;
  }

  private static Optional<UnaryOperator<Corpus>> spans(KeyedReader views) {
    if (views.setting("spans").orElse(null) instanceof Tree.Value) {
      return views.choice("spans", Map.of("sentences", Corpus::sentenceSpans));
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
              return corpus -> corpus.spans(shortest, longest, count);
            });
  }

  /** A text as a corpus with these spans and pairs. */
  Corpus corpus(TextPlan text) {
    Corpus corpus = text.open();
    Corpus spanned = spans.map(each -> each.apply(corpus)).orElse(corpus);
    return positives.map(each -> each.applied(spanned, text)).orElse(spanned);
  }
}
