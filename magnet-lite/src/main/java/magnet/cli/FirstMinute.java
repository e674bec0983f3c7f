package magnet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import magnet.Adapter;
import magnet.Embeddings;
import magnet.Generating;
import magnet.Infilling;
import magnet.Magnet;
import magnet.Sampling;
import magnet.view.ChartFile;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A newcomer's first minutes. The adapter that ships with the library embeds, fills a blank beside
 * its base and writes, within seconds; then {@code recipes/first-minute.yaml} adapts the embedded
 * model live beside its causal control, measures all, prints one table and saves pictures. The
 * second time it shows the same at once, because nothing is trained or measured twice.
 *
 * <p>{@code FirstMinute [name=value …]}: settings that override the recipe's, as in {@code magnet
 * run}.
 */
public final class FirstMinute {

  private static final Path RECIPE = Path.of("recipes", "first-minute.yaml");

  private static final List<String> SENTENCES =
      List.of(
          "Bruno looked for his white phone.",
          "The white phone was gone, and Bruno asked Olga about it.",
          "Smoke came out of the toaster.",
          "Mrs. Cohen needed somebody to mend the toaster.");
  private static final String BLANK =
      "Tom asked Eva about his ___. Eva and Tom asked Henry about the red scarf.";
  private static final String PROMPT = "One morning,";

  private FirstMinute() {}

  /** Runs it; the arguments override the recipe's settings. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Path recipe = recipe();
    firstLook(out, runs(recipe).resolve("first-look"));
    out.println("Now the same begins from its base: trained, measured, and compared.\n");
    List<String> command = new ArrayList<>(List.of("run", recipe.toString()));
    command.addAll(List.of(arguments));
    int code = Main.run(out, err, command.toArray(String[]::new));
    if (code != 0) {
      System.exit(code);
    }
    out.println("More steps and every task: recipes/pocket.yaml (recipes/README.md tells how)");
  }

  /** Shows what the adapter that ships can do, and saves pictures in a folder. */
  static void firstLook(PrintWriter out, Path pictures) {
    try (Magnet base = Magnet.load("pocket");
        Magnet model = base.with(Adapter.pocket())) {
      out.println("One model with the adapter that ships. It embeds:\n");
      Embeddings found = model.embed(SENTENCES);
      out.println(found.nearest(SENTENCES.get(0), SENTENCES.size()));
      out.println("\nIt fills a blank from both sides; its base sees only the left one:\n");
      Infilling words = Infilling.tokens(1, 4);
      out.println("  text     " + BLANK);
      out.println("  base     " + base.infill(BLANK, words).best());
      out.println("  adapted  " + model.infill(BLANK, words).best());
      out.println("\nIt writes from left to right:\n");
      Generating forty =
          Generating.tokens(40).sampling(Sampling.topP(0.9).andTemperature(0.8).seed(7));
      out.println(model.generate(PROMPT, forty).text());
      out.println("\nPictures:");
      save(out, found.chart(), pictures.resolve("similarity-adapted.png"));
      save(out, base.embed(SENTENCES).chart(), pictures.resolve("similarity-base.png"));
      out.println();
    }
  }

  private static void save(PrintWriter out, Chart<?, ?> chart, Path file) {
    try {
      out.println("  " + ChartFile.save(chart, file));
    } catch (IllegalStateException undrawn) { // a server without fonts: all else works there
      out.println("  " + undrawn.getMessage());
    }
  }

  /** From the top of the project, or from a folder in it. */
  private static Path recipe() {
    return Stream.of(RECIPE, Path.of("..").resolve(RECIPE))
        .filter(Files::exists)
        .findFirst()
        .orElse(RECIPE);
  }

  /** The folder of runs beside the recipes. */
  private static Path runs(Path recipe) {
    return recipe.toAbsolutePath().getParent().resolveSibling("runs").normalize();
  }
}
