package magnet.cli;

import magnet.Adapter;
import magnet.Loading;
import magnet.Magnet;
import picocli.CommandLine.Option;

/** The model of a command: a base, and an adapter on it. */
final class ModelOptions {

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
      description = "int8 or int4: hold the matrices of the model in few bits.")
  private String base;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "cpu, gpu, gpu:1, or auto: the first GPU where there is one.")
  private String device;

  /** Loads it; the caller closes it. */
  Magnet load() {
    Loading how = new Loading(precision.equals("auto") ? "" : precision, base, device);
    Magnet plain = Magnet.load(model, how);
    if (adapter == null) {
      return plain;
    }
    try (plain) {
      return plain.with(Adapter.load(adapter));
    }
  }
}
