package magnet.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import magnet.Adapter;
import magnet.Embeddings;
import magnet.Generating;
import magnet.Infilling;
import magnet.Magnet;
import magnet.Sampling;
import magnet.view.ChartFile;
import org.knowm.xchart.internal.chartpart.Chart;

/** What the adapter that ships can do, shown in seconds: it embeds, fills a blank and writes. */
final class FirstLook {

  private static final List<String> SENTENCES =
      List.of(
          "Bruno looked for his white phone.",
          "The white phone was gone, and Bruno asked Olga about it.",
          "Smoke came out of the toaster.",
          "Mrs. Cohen needed somebody to mend the toaster.");
  private static final String BLANK =
      "Tom asked Eva about his ___. Eva and Tom asked Henry about the red scarf.";
  private static final String PROMPT = "One morning,";

  private FirstLook() {}

  /**
   * Shows it.
   *
   * @param out where to
   * @param pictures a folder, made where it is absent
   */
  static void show(PrintWriter out, Path pictures) {
    try (Magnet base = Magnet.load("pocket");
        Magnet model = base.with(Adapter.pocket())) {
      out.println("One model with the adapter that ships. It embeds:\n");
      Embeddings found = model.embed(SENTENCES);
      out.println(found.nearest(SENTENCES.get(0), SENTENCES.size()));
      out.flush();
      out.println("\nIt fills a blank from both sides; its base sees only the left one:\n");
      Infilling words = Infilling.tokens(1, 4);
      out.println("  text     " + BLANK);
      out.println("  base     " + base.infill(BLANK, words).best());
      out.println("  adapted  " + model.infill(BLANK, words).best());
      out.flush();
      out.println("\nIt writes from left to right:\n");
      Generating forty =
          Generating.tokens(40).sampling(Sampling.topP(0.9).andTemperature(0.8).seed(7));
      out.println(model.generate(PROMPT, forty).text());
      out.println("\nPictures:");
      save(out, found.chart(), pictures.resolve("similarity-adapted.png"));
      save(out, base.embed(SENTENCES).chart(), pictures.resolve("similarity-base.png"));
      out.println();
      out.flush();
    }
  }

  private static void save(PrintWriter out, Chart<?, ?> chart, Path file) {
    try {
      out.println("  " + ChartFile.save(chart, file));
    } catch (IllegalStateException undrawn) { // a server without fonts: all else works there
      out.println("  " + undrawn.getMessage());
    }
    out.flush();
  }
}
