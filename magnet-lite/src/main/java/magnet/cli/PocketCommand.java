package magnet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import magnet.pocket.PocketSet;
import magnet.pocket.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magnet pocket export datasets/pocket}: commands for the embedded world. */
@Command(
    name = "pocket",
    description = "The embedded world of stories.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n")
final class PocketCommand {

  private static final int MOST_TIMES = 10_000;

  @Spec private CommandSpec spec;

  @Command(
      name = "export",
      description = {
        "Writes the data sets of the world as files in common formats: text, five-sentence"
            + " stories, tagged sentences, paraphrases, graded pairs, topics, multiple choice.",
        "The files come out the same on every machine, to the byte."
      },
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(
              paramLabel = "FOLDER",
              description =
                  "The folder to write to, such as datasets/pocket; files there are replaced.")
          Path folder,
      @Option(
              names = "--times",
              defaultValue = "1",
              paramLabel = "N",
              description =
                  "Write this many times as many items of each kind; the first ones stay the same."
                      + " Default: ${DEFAULT-VALUE}.")
          int times)
      throws IOException {
    if (times < 1 || times > MOST_TIMES) {
      throw new IllegalArgumentException(
          "--times is %d, expected 1 to %d.".formatted(times, MOST_TIMES));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (PocketSet set : PocketSet.values()) {
      for (Split split : Split.values()) {
        int count = set.count(split) * times;
        Path file = set.write(folder, split, count);
        out.printf(
            Locale.ROOT,
            "%-22s %,7d %-28s %,10d bytes%n",
            set.file(split),
            count,
            set.items(),
            Files.size(file));
        out.flush();
      }
    }
    return 0;
  }
}
