package magnet.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import magnet.Adapter;
import magnet.Loading;
import magnet.Magnet;
import magnet.io.AtomicFile;
import magnet.model.family.Architecture;
import magnet.recipe.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magnet show runs/pocket}: what is in a folder: a run, a model or an adapter. */
@Command(
    name = "show",
    description = {
      "Shows what is there: the report of a run's folder, or the shape and size of a model, or"
          + " those of an adapter.",
      "It trains and measures nothing."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WHAT",
      description = "The folder of a run, of a checkpoint or of an adapter; or a model's name.")
  private String what;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Path.of(what);
    RunFolder run = new RunFolder(folder, List.of());
    if (Files.exists(run.report("md"))) {
      out.print(AtomicFile.read(run.report("md")));
    } else if (Files.exists(folder.resolve("adapter_config.json"))) {
      out.println(Adapter.load(folder));
    } else {
      try (Magnet model = Magnet.load(what, Loading.auto())) {
        out.println(model);
        shape(out, model.architecture());
      }
    }
    return 0;
  }

  private static void shape(PrintWriter out, Architecture of) {
    out.printf(
        Locale.ROOT,
        "  layers      %d of width %d, inside %d%n",
        of.layers(),
        of.hiddenSize(),
        of.intermediateSize());
    out.printf(
        Locale.ROOT,
        "  heads       %d of %d, %d for keys%n",
        of.heads(),
        of.headSize(),
        of.keyValueHeads());
    out.printf(Locale.ROOT, "  vocabulary  %,d tokens%n", of.vocabularySize());
    out.printf(Locale.ROOT, "  positions   %,d%n", of.maxPositions());
  }
}
