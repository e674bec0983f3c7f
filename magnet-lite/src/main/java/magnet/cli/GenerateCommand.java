package magnet.cli;

import java.io.PrintWriter;
import magnet.Generating;
import magnet.Magnet;
import magnet.Sampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code magnet generate "Once upon a time"}: continues a text from left to right. */
@Command(name = "generate", description = "Continues a text from left to right.")
final class GenerateCommand extends ModelCommand {

  @Parameters(paramLabel = "TEXT", description = "The beginning of the text.")
  private String text;

  @Option(
      names = "--tokens",
      defaultValue = "128",
      paramLabel = "N",
      description = "The most tokens that are written.")
  private int tokens;

  @Option(
      names = "--temperature",
      defaultValue = "0",
      paramLabel = "T",
      description = "0 takes the likeliest token each time; above it, tokens are drawn at random.")
  private double temperature;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      description = "The likeliest tokens that together reach this probability stay.")
  private double topP;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The seed for random sampling.")
  private long seed;

  @Override
  public Integer call() {
    PrintWriter out = out();
    Generating how =
        Generating.tokens(tokens)
            .sampling(Sampling.temperature(temperature).andTopP(topP).seed(seed))
            .listener(
                piece -> {
                  out.print(piece);
                  out.flush();
                });
    try (Magnet model = load()) {
      out.print(text);
      model.generate(text, how);
      out.println();
    }
    return 0;
  }
}
