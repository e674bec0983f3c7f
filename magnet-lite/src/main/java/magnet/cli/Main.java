package magnet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import magnet.recipe.LibraryVersion;
import magnet.recipe.settings.Variables;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line: {@code magnet run recipes/pocket.yaml}, and commands that are handy in a pipe.
 *
 * <p>Exit codes: 0 for success; 2 for a usage error (a wrong option, an invalid recipe), so that
 * nothing was done; 1 where something failed.
 */
@Command(
    name = "magnet",
    description =
        "MAGNET: one decoder that embeds, fills in missing text and writes. Each command has a"
            + " --help of its own.",
    mixinStandardHelpOptions = true,
    versionProvider = LibraryVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:something failed",
      "2:usage error: a wrong option, an invalid recipe"
    },
    commandListHeading = "%nCommands:%n",
    subcommands = {
      RunCommand.class,
      EvaluateCommand.class,
      ShowCommand.class,
      EmbedCommand.class,
      InfillCommand.class,
      GenerateCommand.class,
      PocketCommand.class,
      HelpCommand.class
    })
public final class Main {

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On failure, print the stack trace.")
  private boolean stacktrace;

  private Main() {}

  /** Runs a command and ends the process. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // what is written must not depend on the user's locale
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs a command; gives the exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(Variables.LOST) >= 0) {
        err.println("magnet: The argument \"" + argument + "\" " + Variables.LOST_LETTERS);
        err.flush();
        return CommandLine.ExitCode.USAGE;
      }
    }
    Main main = new Main();
    return new CommandLine(main)
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((failure, at, parsed) -> main.told(failure, at))
        .execute(arguments);
  }

  private int told(Exception failure, CommandLine at) {
    if (stacktrace) {
      failure.printStackTrace(at.getErr());
    } else {
      String message = failure.getMessage();
      at.getErr().println("magnet: " + (message == null ? failure.toString() : message));
    }
    at.getErr().flush();
    return failure instanceof IllegalArgumentException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }
}
