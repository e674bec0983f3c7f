package magnet.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import magnet.Generating;
import magnet.Magnet;
import magnet.Sampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magnet generate "Once upon a time"}: continues a text from left to right. */
@Command(
    name = "generate",
    description = "Continues a text from left to right.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;

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

  private GenerateCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Generating how =
        Generating.tokens(tokens)
            .sampling(Sampling.temperature(temperature).andTopP(topP).seed(seed))
            .listener(
                piece -> {
                  out.print(piece);
                  out.flush();
                });
    try (Magnet loaded = model.load()) {
      out.print(text);
      loaded.generate(text, how);
      out.println();
    }
    return 0;
  }
}
