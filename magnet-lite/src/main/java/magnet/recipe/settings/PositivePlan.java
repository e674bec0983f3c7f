package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param least share of the words that a crop keeps at least
 * @param most share of the words that a crop keeps at most
 * @param sameText whether both views are the text itself, distinguished by LoRA's dropout alone, in
 *     place of crops
 * @param paraphraseShare how often a pair of paraphrases is taken instead; 0 for never
 * @param paraphrases the file of pairs; empty for those of the corpus itself
 * @param place where the paraphrases are asked for
 */
public record PositivePlan(
    double least,
    double most,
    boolean sameText,
    double paraphraseShare,
    Optional<PairFile> paraphrases,
    SourceLocation place) {

  private static final Range KEPT = new Range(0, 1, false, true);

  /**
   * A file of paraphrases.
   *
   * @param format tsv, mrpc or parallel
   * @param file the file; of parallel files the first
   * @param second the second of parallel files
   * @param measured pairs of evaluations, whose texts are left out
   */
  public record PairFile(
      String format,
      Path file,
      Optional<Path> second,
      List<ItemReaders.Source<ScoredPair>> measured) {

    /** Reads the pairs, without those whose texts are measured. */
    public List<TextPair> pairs() {
      List<TextPair> all =
          switch (format) {
            case "mrpc" -> TextPairs.mrpc(file);
            case "parallel" -> TextPairs.parallel(file, second.orElseThrow());
            default -> TextPairs.tsv(file);
          };
      return TextPairs.apartFrom(
          all,
          measured.stream()
              .flatMap(each -> each.read(BadRows.refused()).stream())
              .flatMap(each -> Stream.of(each.first(), each.second()))
              .toList());
    }
  }

  /** Reads the section "positives". */
  static PositivePlan read(KeyedReader section) {
    Optional<KeyedReader> crops = section.section("crops");
    double least = crops.flatMap(each -> each.number("least", KEPT)).orElse(0.3);
    double most = crops.flatMap(each -> each.number("most", KEPT)).orElse(Math.max(0.7, least));
    if (most < least) {
      throw crops.orElseThrow().refusal("most", "is below the least; swap them");
    }
    crops.ifPresent(KeyedReader::end);
    boolean sameText = section.flag("same-text").orElse(false);
    if (sameText && crops.isPresent()) {
      throw section.refusal("same-text", "cannot be true beside crops; keep one of them");
    }
    Optional<KeyedReader> paraphrases = section.section("paraphrases");
    double share =
        paraphrases.map(each -> each.number("share", Range.share()).orElse(0.5)).orElse(0.0);
    Optional<PairFile> file = paraphrases.flatMap(PositivePlan::pairFile);
    paraphrases.ifPresent(KeyedReader::end);
    section.end();
    return new PositivePlan(least, most, sameText, share, file, section.place("paraphrases"));
  }

  private static Optional<PairFile> pairFile(KeyedReader paraphrases) {
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
    List<ItemReaders.Source<ScoredPair>> measured = new ArrayList<>();
    for (KeyedReader each : paraphrases.sectionsOrValues("apart-from", "data")) {
      measured.add(ItemReaders.SCORED_PAIRS.source(each, "the file or folder of the pairs"));
      each.end();
    }
    if (file.isEmpty() && !measured.isEmpty()) {
      throw paraphrases.refusal("apart-from", "goes with a file of pairs alone; name its path");
    }
    return file.map(each -> new PairFile(format, each, second, List.copyOf(measured)));
  }

  /**
   * A corpus with these pairs.
   *
   * @param text may know paraphrases of itself
   */
  Corpus applied(Corpus corpus, TextPlan text) {
    Corpus views = sameText ? corpus.sameText() : corpus.crops(least, most);
    if (paraphraseShare == 0) {
      return views;
    }
    List<TextPair> pairs = paraphrases.map(PairFile::pairs).orElseGet(text::paraphrases);
    if (pairs.isEmpty()) {
      throw place.refusal(
          (paraphrases.isPresent()
                  ? "all pairs of the file are in what is measured"
                  : "the corpus has no paraphrases of its own")
              + "; name a file of other pairs by path, or leave the paraphrases out");
    }
    return views.paraphrases(pairs, paraphraseShare);
  }
}
