package magnet.cli;

import magnet.Infilling;
import magnet.Infills;
import magnet.Magnet;
import magnet.view.ShownTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code magnet infill "Tom lost his ___. He looked under the bed."}: fills blanks. */
@Command(
    name = "infill",
    description = "Fills the blanks of a text, each marked by three or more underscores.")
final class InfillCommand extends ModelCommand {

  @Parameters(paramLabel = "TEXT", description = "The text: \"Tom lost his ___. He was sad.\"")
  private String text;

  @Option(
      names = "--tokens",
      paramLabel = "N[-M]",
      description =
          "How many tokens a blank has: a number, or a range whose lengths are all tried. Where"
              + " nothing is said: 4-28, and whole sentences first, for a blank in the place of a"
              + " sentence, else 1-8.")
  private String tokens;

  @Option(
      names = "--candidates",
      defaultValue = "5",
      paramLabel = "N",
      description = "How many fillings are shown, the best first.")
  private int candidates;

  @Option(names = "--best", description = "Print the best completed text alone.")
  private boolean best;

  @Override
  public Integer call() {
    Infilling how = lengths().candidates(candidates);
    try (Magnet model = load()) {
      Infills filled = model.infill(text, how);
      out().println(best ? filled.best() : ShownTable.of(filled.table()).text());
    }
    return 0;
  }

  private Infilling lengths() {
    if (tokens == null) {
      return Infilling.suiting(text);
    }
    if (!tokens.matches("\\d{1,4}(-\\d{1,4})?")) {
      throw new IllegalArgumentException(
          "--tokens is \"%s\", expected a number of tokens such as 4, or a range such as 1-8."
              .formatted(tokens));
    }
    String[] ends = tokens.split("-");
    return Infilling.tokens(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
