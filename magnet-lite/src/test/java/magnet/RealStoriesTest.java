package magnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.infer.Likelihood;
import magnet.model.TokenSequence;
import magnet.train.Crops;
import magnet.train.MaskedView;
import magnet.train.RequestedViews;
import magnet.train.SpanSource;
import magnet.train.ViewSettings;
import magnet.train.Views;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * MAGNET on a real pretrained model and real text: what a few hundred steps bring, beside the
 * causal control (the same text, steps and learning rate, the causal objective alone).
 *
 * <p>All perplexities of a table are of the same spans in the same held-out texts: read from the
 * left only, and from both sides. What counts is the adapted model from both sides against the base
 * model from the left; against the control from the left, which tells how much of that is the
 * text's domain; and against the adapted model from the left, which tells what the right side is
 * worth.
 */
@Tag("real")
class RealStoriesTest {

  private static final double RATE = 3e-3;
  private static final int PROMPTS = 24;
  private static final int WRITTEN = 60;

  /** What is measured of one model. */
  private record Row(
      Map<String, Double> losses, double left, double bothSides, double text, double repetition) {}

  /** Five-sentence stories, a whole sentence missing; measured on another file, Story Cloze. */
  @Test
  void aMissingSentenceOfFive() {
    Corpus training = Corpus.stories(Shared.path("data/rocstories/roc_valid.json"));
    Corpus heldOut = Corpus.stories(Shared.path("data/rocstories/storycloze_2018_val.csv"));
    Map<String, Row> table =
        compare("ROCStories, a sentence missing", training, heldOut.limit(192), 300, 16);
    assertBetter(table, 0.6);
    Row adapted = table.get("adapted");
    assertTrue(adapted.bothSides() < 0.9 * adapted.left(), "the right side is worth something");
  }

  /** TinyStories, on which the base model was trained: spans of 8 to 32 tokens. */
  @Test
  void missingWordsOfALongerStory() {
    Corpus stories = wholeStories(Shared.path("data/tinystories/tinystories_train_head.txt"));
    // Four spans in a text teach more a step than one; one is measured. Short crops save time.
    Corpus training = stories.withoutHeldOut(0.1).spans(8, 32, 4).crops(0.2, 0.4);
    Map<String, Row> table =
        compare(
            "TinyStories, 8 to 32 tokens missing",
            training,
            stories.heldOut(0.1).spans(8, 32).limit(64),
            220,
            8);
    assertBetter(table, 0.97);
  }

  private static void assertBetter(Map<String, Row> table, double factor) {
    Row base = table.get("base");
    Row adapted = table.get("adapted");
    base.losses()
        .forEach((name, loss) -> assertTrue(adapted.losses().get(name) < 0.9 * loss, name));
    assertTrue(
        adapted.bothSides() < factor * base.left(),
        () -> "infilling " + adapted.bothSides() + " against " + base.left());
    assertTrue(
        adapted.repetition() < base.repetition() + 0.15,
        () -> "Rep-4 " + adapted.repetition() + " against " + base.repetition());
  }

  private static Map<String, Row> compare(
      String title, Corpus training, Corpus heldOut, int steps, int batch) {
    try (Magnet base = Magnet.load(Shared.path("models/mico-tinyllama-1.3m"))) {
      Adaptation both =
          Magnet.adapt(base)
              .on(training)
              .heldOut(heldOut)
              .evaluateEvery(steps)
              .steps(steps)
              .batch(batch)
              .learningRate(RATE)
              .seed(7);
      Objective causal = Objective.msg(1).wholeTexts(1).averagedPerToken();
      try (Magnet adapted =
              both.objectives(Objective.mntp(1), Objective.sscl(0.1), Objective.msg(3)).train();
          Magnet control = both.objectives(causal).train()) {
        Map<String, Double> before = adapted.history().rows().get(0).heldOut();
        Map<String, Double> after = adapted.history().rows().get(steps).heldOut();
        Map<String, Row> table = new LinkedHashMap<>();
        table.put("base", row(base, heldOut, before));
        table.put("causal control", row(control, heldOut, Map.of()));
        table.put("adapted", row(adapted, heldOut, after));
        print(title + ", " + steps + " steps of " + batch + " texts", table);
        return table;
      }
    }
  }

  private static void print(String title, Map<String, Row> table) {
    StringBuilder lines = new StringBuilder("\n" + title + "\n");
    String head = "%-15s %7s %7s %7s %12s %12s %10s %7s%n";
    lines.append(
        String.format(
            head, "", "mntp", "sscl", "msg", "span, left", "span, both", "text", "Rep-4"));
    table.forEach(
        (name, row) ->
            lines.append(
                String.format(
                    head,
                    name,
                    number(row.losses().get("mntp"), 3),
                    number(row.losses().get("sscl"), 3),
                    number(row.losses().get("msg"), 3),
                    number(row.left(), 2),
                    number(row.bothSides(), 2),
                    number(row.text(), 2),
                    number(row.repetition(), 3))));
    System.out.println(lines);
  }

  private static String number(Double value, int digits) {
    return value == null ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static Row row(Magnet model, Corpus heldOut, Map<String, Double> losses) {
    List<Document> documents =
        IntStream.range(0, heldOut.size()).mapToObj(heldOut.documents()::get).toList();
    List<TokenSequence> left = new ArrayList<>();
    List<TokenSequence> both = new ArrayList<>();
    List<int[]> spans = new ArrayList<>();
    List<int[]> all = new ArrayList<>();
    for (MaskedView view : views(model, heldOut.viewSettings(8).spans(), documents)) {
      int[] span = IntStream.range(0, view.tokens().length).filter(t -> view.span()[t]).toArray();
      if (span.length > 0) {
        left.add(TokenSequence.causal(view.tokens()));
        both.add(view.sequence());
        spans.add(span);
        all.add(IntStream.range(1, view.tokens().length).toArray());
      }
    }
    return new Row(
        losses,
        perplexity(model.scorer().tokens(left, spans)),
        perplexity(model.scorer().tokens(both, spans)),
        perplexity(model.scorer().tokens(left, all)),
        repetition(model, heldOut));
  }

  private static List<MaskedView> views(Magnet model, SpanSource spans, List<Document> documents) {
    ViewSettings settings =
        new ViewSettings(model.architecture().maxPositions(), spans, new Crops(0.5, 0.5));
    return new Views(model.frame(), model.architecture().vocabularySize(), settings, 99)
        .of(documents, 0, RequestedViews.spans(0))
        .masked();
  }

  private static double perplexity(List<Likelihood> likelihoods) {
    return likelihoods.stream().reduce(Likelihood::plus).orElseThrow().perplexity();
  }

  /** Share of four-word sequences that were there before, in greedy continuations of ten words. */
  private static double repetition(Magnet model, Corpus prompts) {
    double sum = 0;
    for (int i = 0; i < PROMPTS; i++) {
      String[] words = prompts.text(i).split("\\s+");
      String prompt = String.join(" ", List.of(words).subList(0, Math.min(10, words.length)));
      Generating options = Generating.tokens(WRITTEN).sampling(Sampling.greedy());
      List<String> written = List.of(model.generate(prompt, options).text().strip().split("\\s+"));
      int all = Math.max(0, written.size() - 3);
      Set<List<String>> seen = new HashSet<>();
      for (int w = 0; w < all; w++) {
        seen.add(written.subList(w, w + 4));
      }
      sum += all == 0 ? 0 : 1 - seen.size() / (double) all;
    }
    return sum / PROMPTS;
  }

  /**
   * The stories that begin as stories do. Some of this file have line ends inside, which look like
   * the beginning of another story: the pieces after them are left out.
   */
  private static Corpus wholeStories(Path file) {
    Documents all = Corpus.tinystories(file).documents();
    List<Document> whole =
        IntStream.range(0, all.size())
            .mapToObj(all::get)
            .filter(story -> story.text().startsWith("Once") || story.text().startsWith("One"))
            .filter(story -> story.text().split("\\s+").length >= 60)
            .toList();
    return Corpus.of(Documents.of("TinyStories, whole stories of the head", whole)).spans(8, 32);
  }
}
