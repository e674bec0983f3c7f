package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import magnet.Corpus;
import magnet.data.BadRows;
import magnet.data.TextPair;
import magnet.data.TextPairs;
import magnet.data.benchmark.ScoredPair;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.io.SourceLocation;

/**
 * Where the two views of a text come from.
 *
 * @param views how crops are made of a text; or that both views are the text itself, distinguished
 *     by LoRA's dropout alone
 * @param paraphraseShare how often a pair of paraphrases is taken instead; 0 for never
 * @param paraphrases reads the pairs of a file; empty for those of the corpus itself
 * @param place where the paraphrases are asked for
 */
public record PositivePlan(
    UnaryOperator<Corpus> views,
    double paraphraseShare,
    Optional<Supplier<List<TextPair>>> paraphrases,
    SourceLocation place) {

  private static final Range KEPT = new Range(0, 1, false, true);

  static PositivePlan read(KeyedReader section) {
    KeyedReader crops = section.sectionOrEmpty("crops");
    double least = crops.number("least", KEPT).orElse(0.3);
    double most = crops.number("most", KEPT).orElse(Math.max(0.7, least));
    if (most < least) {
      throw crops.refusal("most", "is below the least; swap them");
    }
    crops.end();
    boolean sameText = section.flag("same-text").orElse(false);
    if (sameText && section.has("crops")) {
      throw section.refusal("same-text", "cannot be true beside crops; keep one of them");
    }
    double usualShare = section.has("paraphrases") ? 0.5 : 0;
    KeyedReader paraphrases = section.sectionOrEmpty("paraphrases");
    double share = paraphrases.number("share", Range.share()).orElse(usualShare);
    Optional<Supplier<List<TextPair>>> pairs = pairs(paraphrases);
    paraphrases.end();
    section.end();
    UnaryOperator<Corpus> views = sameText ? Corpus::sameText : corpus -> corpus.crops(least, most);
    return new PositivePlan(views, share, pairs, section.place("paraphrases"));
  }

  /** The pairs of a file, without those whose texts are measured. */
  private static Optional<Supplier<List<TextPair>>> pairs(KeyedReader paraphrases) {
    Optional<Path> file = paraphrases.path("path");
    Optional<Path> second = paraphrases.path("second");
    String format =
        paraphrases
            .choice("format", Map.of("tsv", "tsv", "mrpc", "mrpc", "parallel", "parallel"))
            .orElse("tsv");
    if (format.equals("parallel") != second.isPresent()) {
      throw format.equals("parallel")
          ? paraphrases.refusal("format", "is parallel, which needs a path and a second path")
          : paraphrases.refusal("second", "goes with the format parallel alone");
    }
    List<Function<BadRows, List<ScoredPair>>> measured = new ArrayList<>();
    for (KeyedReader each : paraphrases.sectionsOrValues("apart-from", "data")) {
      measured.add(ItemReaders.SCORED_PAIRS.source(each, "the file or folder of the pairs"));
      each.end();
    }
    if (file.isEmpty() && !measured.isEmpty()) {
      throw paraphrases.refusal("apart-from", "goes with a file of pairs alone; name its path");
    }
    return file.map(
        first ->
            () -> {
              List<TextPair> all =
                  switch (format) {
                    case "mrpc" -> TextPairs.mrpc(first);
                    case "parallel" -> TextPairs.parallel(first, second.orElseThrow());
                    default -> TextPairs.tsv(first);
                  };
              return TextPairs.apartFrom(
                  all,
                  measured.stream()
                      .flatMap(each -> each.apply(BadRows.refused()).stream())
                      .flatMap(each -> Stream.of(each.first(), each.second()))
                      .toList());
            });
  }

  /** A corpus with these pairs, of a text that may know paraphrases of itself. */
  Corpus applied(Corpus corpus, TextPlan text) {
    Corpus viewed = views.apply(corpus);
    if (paraphraseShare == 0) {
      return viewed;
    }
    List<TextPair> pairs = paraphrases.orElse(text.pairs()).get();
    if (pairs.isEmpty()) {
      throw place.refusal(
          (paraphrases.isPresent()
                  ? "all pairs of the file are in what is measured"
                  : "the corpus has no paraphrases of its own")
              + "; name a file of other pairs by path, or leave the paraphrases out");
    }
    return viewed.paraphrases(pairs, paraphraseShare);
  }
}
