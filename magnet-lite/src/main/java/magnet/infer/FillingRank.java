package magnet.infer;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.data.TextRange;
import magnet.model.LanguageModel;
import magnet.model.TokenSequence;

/**
 * Which of many fillings of the same blanks are best: those after which the model, reading the
 * completed text from left to right, finds the text as a whole likeliest. What was filled in and
 * what follows it both count, so that a filling has to explain the right side as well.
 *
 * <p>Not the likeliest per token: all complete the same context, and where its words are hard, a
 * filling that goes on with easy ones would win by thinning them out.
 */
record FillingRank(LanguageModel model, TextFrame frame) {

  /** A filling whose likelihood is not known yet, with the ids of the completed text. */
  private record Draft(
      List<String> spans, String text, List<TextRange> places, SpanTokens tokens, int[] ids) {

    boolean fits(SpanSearch search) {
      return spans.stream().allMatch(search.form()::fits);
    }

    Filling ranked(Likelihood whole) {
      return new Filling(spans, text, places, tokens.likelihood(), whole);
    }
  }

  /**
   * The best fillings, no text twice. Those of the form that was asked for come first; the others
   * are read only where these are too few. The context is the tokens of the pieces.
   */
  List<Filling> best(
      List<String> pieces, List<int[]> context, List<SpanTokens> filled, SpanSearch search) {
    Set<List<IntBuffer>> different = new HashSet<>();
    Map<Boolean, List<Draft>> drafts =
        filled.stream()
            .filter(each -> different.add(each.spans().stream().map(IntBuffer::wrap).toList()))
            .map(each -> draft(pieces, context, each))
            .collect(Collectors.partitioningBy(each -> each.fits(search)));
    List<Filling> best = new ArrayList<>(ranked(drafts.get(true)));
    if (best.size() < search.candidates()) {
      best.addAll(ranked(drafts.get(false)));
    }
    Set<String> seen = new HashSet<>();
    return best.stream().filter(each -> seen.add(each.text())).limit(search.candidates()).toList();
  }

  private Draft draft(List<String> pieces, List<int[]> context, SpanTokens filled) {
    int[] ids = joined(context, filled.spans());
    List<String> spans = new ArrayList<>();
    List<TextRange> places = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int blank = 0; blank < filled.spans().size(); blank++) {
      from += context.get(blank).length;
      int to = from + filled.spans().get(blank).length;
      String before = pieces.get(blank);
      String span = frame.tokenizer().decode(ids, from, to);
      text.append(span.startsWith(" ") ? TextFrame.withoutOneSpace(before) : before);
      spans.add(text.isEmpty() && before.isEmpty() ? span.stripLeading() : span);
      int begin = text.length();
      text.append(spans.get(blank));
      places.add(new TextRange(begin, text.length()));
      from = to;
    }
    text.append(pieces.get(pieces.size() - 1));
    return new Draft(List.copyOf(spans), text.toString(), List.copyOf(places), filled, ids);
  }

  private static int[] joined(List<int[]> context, List<int[]> spans) {
    IntStream all = Arrays.stream(context.get(0));
    for (int blank = 0; blank < spans.size(); blank++) {
      all = IntStream.concat(all, Arrays.stream(spans.get(blank)));
      all = IntStream.concat(all, Arrays.stream(context.get(blank + 1)));
    }
    return all.toArray();
  }

  private List<Filling> ranked(List<Draft> drafts) {
    List<Likelihood> likelihoods =
        new LikelihoodScorer(model, frame)
            .tokens(
                drafts.stream().map(each -> TokenSequence.causal(each.ids())).toList(),
                drafts.stream()
                    .map(each -> IntStream.range(1, each.ids().length).toArray())
                    .toList());
    return IntStream.range(0, drafts.size())
        .mapToObj(i -> drafts.get(i).ranked(likelihoods.get(i)))
        .sorted(Comparator.comparingDouble(each -> -each.textLikelihood().log()))
        .toList();
  }
}
