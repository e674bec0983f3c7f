package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.AttentionPattern;
import magnet.Chain;
import magnet.Corpus;
import magnet.Embeddings;
import magnet.Generating;
import magnet.Infilling;
import magnet.Magnet;
import magnet.Objective;
import magnet.Sampling;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Sentences;
import magnet.data.TextRange;
import magnet.infer.Likelihood;
import magnet.infer.TextSpan;
import magnet.view.ChartFile;
import magnet.view.TextTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A newcomer's first minutes: adapt a small model, embed, infill, generate; print tables and save
 * charts. {@code FirstMinute [checkpoint folder [text file]]}.
 *
 * <p>Without arguments the story model of the folder {@code shared} beside the project is adapted
 * to real children's stories, where that folder is at hand; else a small model is trained from
 * scratch on stories that this library tells itself.
 */
public final class FirstMinute {

  private static final Path CHARTS = Path.of("target", "first-minute");
  private static final double HELD_OUT = 0.05;
  private static final int MEASURED = 96;
  private static final int STEPS = 240;
  private static final int MAX_TOKENS = 128;

  private static final List<String> SENTENCES =
      List.of(
          "Tom lost his ball in the park.",
          "The boy could not find his ball.",
          "Lily was happy to play with her friend.",
          "The girl and her friend had a lot of fun.",
          "It began to rain, so they went home.",
          "They ran inside because of the rain.");

  private static final List<String> BLANKS =
      List.of(
          "Tom lost his ___. He looked under the bed and found it.",
          "Lily was very sad. ___ Then she was happy again.",
          "The dog was hungry, so it ___ all the food.");

  /** What is adapted, and to what. */
  private record Material(Magnet base, Corpus corpus) {}

  private FirstMinute() {}

  /**
   * Runs it.
   *
   * @param arguments a checkpoint folder and a text file, a story a line; both optional
   */
  public static void main(String[] arguments) {
    Material material = material(arguments);
    try (Magnet base = material.base()) {
      Corpus corpus = material.corpus();
      List<TextSpan> spans = middleSentences(corpus.heldOut(HELD_OUT).documents());
      System.out.printf("%nAdapting %s%n  to %s%n", base, corpus);
      try (Magnet model =
          Magnet.adapt(base)
              .on(corpus.withoutHeldOut(HELD_OUT))
              .objectives(Objective.mntp(1), Objective.sscl(0.1), Objective.msg(3))
              .steps(STEPS)
              .batch(16)
              .maxTokens(MAX_TOKENS)
              .learningRate(3e-3)
              .heldOut(corpus.heldOut(HELD_OUT).limit(MEASURED))
              .evaluateEvery(STEPS / 3)
              .train()) {
        print("Held-out losses by step", heldOut(model.history().table()));
        print("A sentence in the middle of held-out stories", perplexities(base, model, spans));
        show(base, model);
      }
    }
  }

  private static void show(Magnet base, Magnet model) {
    Embeddings embeddings = model.embed(SENTENCES);
    print(
        "Nearest to \"" + SENTENCES.get(0) + "\"", embeddings.nearest(SENTENCES.get(0), 3).table());
    Table infilled =
        Table.create(
            StringColumn.create("text"),
            StringColumn.create("base, left to right only"),
            StringColumn.create("adapted, both sides"));
    for (String text : BLANKS) {
      infilled.stringColumn(0).append(text);
      String left = text.substring(0, text.indexOf("___")).strip();
      infilled.stringColumn(1).append(continued(base, left));
      infilled.stringColumn(2).append(filled(model, text));
    }
    for (int row = 0; row < infilled.rowCount(); row++) {
      System.out.println();
      for (String column : infilled.columnNames()) {
        System.out.printf("  %-24s  %s%n", column, infilled.stringColumn(column).get(row));
      }
    }
    String prompt = "Once upon a time";
    Generating options = Generating.tokens(60).sampling(Sampling.topP(0.9).seed(7));
    System.out.println(
        "\nThe adapted model still writes:\n  " + model.generate(prompt, options).text());
    boolean[] span = new boolean[16];
    for (int i = 6; i < 10; i++) {
      span[i] = true;
    }
    System.out.println("\nCharts:");
    save(model.history().chart(), "losses.png");
    save(embeddings.chart(), "similarity.png");
    save(AttentionPattern.hybrid(span).chart(), "mask.png");
  }

  /** The end of the sentence as the base model would write it, knowing nothing of what follows. */
  private static String continued(Magnet base, String left) {
    String text = base.generate(left, Generating.tokens(16).stop(".")).text();
    return text + (text.endsWith(".") ? "" : ".");
  }

  private static String filled(Chain model, String text) {
    return model.infill(text, Infilling.tokens(1, 10).candidates(3)).best();
  }

  private static Table heldOut(Table history) {
    List<String> columns =
        history.columnNames().stream()
            .filter(name -> name.equals("step") || name.contains("held"))
            .toList();
    return history.selectColumns(columns.toArray(String[]::new)).dropRowsWithMissingValues();
  }

  /** The same spans for all: the base model knows one side only, as it was trained to. */
  private static Table perplexities(Magnet base, Magnet model, List<TextSpan> spans) {
    List<String> texts = spans.stream().map(TextSpan::text).toList();
    return Table.create(
        StringColumn.create(
            "perplexity of",
            "the sentence, left to right",
            "the sentence, both sides",
            "the whole text, left to right"),
        DoubleColumn.create(
            "base",
            perplexity(base.scorer().spans(spans, false)),
            perplexity(base.scorer().spans(spans, true)),
            perplexity(base.scorer().texts(texts))),
        DoubleColumn.create(
            "adapted",
            perplexity(model.scorer().spans(spans, false)),
            perplexity(model.scorer().spans(spans, true)),
            perplexity(model.scorer().texts(texts))));
  }

  private static double perplexity(List<Likelihood> each) {
    return each.stream().reduce(Likelihood::plus).orElseThrow().perplexity();
  }

  /** The third sentence of each story's first five. */
  private static List<TextSpan> middleSentences(Documents stories) {
    List<TextSpan> spans = new ArrayList<>();
    for (int i = 0; i < stories.size() && spans.size() < MEASURED; i++) {
      Document story = stories.get(i);
      List<TextRange> sentences =
          story.sentences().isEmpty() ? Sentences.of(story.text()) : story.sentences();
      if (sentences.size() >= 5) {
        String beginning = story.text().substring(0, sentences.get(4).end());
        spans.add(new TextSpan(beginning, sentences.get(2)));
      }
    }
    return spans;
  }

  private static Material material(String[] arguments) {
    if (arguments.length > 0) {
      Corpus corpus = arguments.length > 1 ? Corpus.lines(Path.of(arguments[1])) : Corpus.starter();
      return new Material(Magnet.load(arguments[0]), corpus);
    }
    Optional<Path> shared =
        Stream.of(Optional.ofNullable(System.getenv("MAGNET_SHARED")).orElse("../shared"))
            .map(Path::of)
            .filter(folder -> Files.isDirectory(folder.resolve("models/mico-tinyllama-1.3m")))
            .findFirst();
    if (shared.isPresent()) {
      return new Material(
          Magnet.load(shared.get().resolve("models/mico-tinyllama-1.3m")),
          Corpus.stories(shared.get().resolve("data/rocstories/roc_valid.json")));
    }
    System.out.println("No pretrained model is at hand: a small one is trained first, on stories.");
    return new Material(Magnet.pretrain(Corpus.starter()).train(), Corpus.starter());
  }

  private static void print(String title, Table table) {
    System.out.println("\n" + title + "\n" + TextTable.of(table));
  }

  private static void save(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart, String name) {
    System.out.println("  " + ChartFile.save(chart, CHARTS.resolve(name)).toAbsolutePath());
  }
}
