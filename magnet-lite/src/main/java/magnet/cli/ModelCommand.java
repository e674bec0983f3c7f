package magnet.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import magnet.Adapter;
import magnet.Loading;
import magnet.Magnet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that works with a model: a base, and an adapter on it. */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true)
abstract class ModelCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      defaultValue = "pocket",
      description = "The model: pocket, or the folder of a checkpoint.")
  private String model;

  @Option(
      names = {"-a", "--adapter"},
      paramLabel = "ADAPTER",
      description =
          "The adapter: pocket, which ships too, or the folder of one that a run or peft wrote;"
              + " without one the base model works alone.")
  private String adapter;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "float32, bfloat16, or auto: what suits model and machine.")
  private String precision;

  @Option(
      names = "--base",
      paramLabel = "NAME",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "int8 or int4: hold the matrices of the model in few bits.")
  private String base;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "cpu, gpu, gpu:1, or auto: the first GPU where there is one.")
  private String device;

  @Option(
      names = "--bos",
      paramLabel = "TOKEN",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "The token that begins every text; the adapter's or the tokenizer's if none is named.")
  private String bos;

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Loads the model; the caller closes it. */
  Magnet load() {
    Loading how = new Loading(precision.equals("auto") ? "" : precision, base, device, bos);
    if (adapter == null) {
      return Magnet.load(model, how);
    }
    Adapter learnt = Adapter.load(adapter);
    try (Magnet plain = Magnet.load(model, how.bosOf(learnt))) {
      return plain.with(learnt);
    }
  }
}
