package magnet.train;

import java.nio.file.Path;
import magnet.io.MortalDisk;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;

/** A process that trains with a checkpoint after each step, and dies at one of its writes. */
final class MortalRun {

  static final int STEPS = 90;

  /** What a shell says of a process that was killed. */
  static final int KILLED = 137;

  private MortalRun() {}

  /**
   * Goes on with the training of a folder.
   *
   * @param arguments the folder of the checkpoints; the number of the change of the disk at which
   *     the process is halted, without any clearing up
   */
  public static void main(String[] arguments) {
    MortalDisk disk =
        new MortalDisk(Integer.parseInt(arguments[1]), () -> Runtime.getRuntime().halt(KILLED));
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingSettings settings =
          TinyModel.settings(STEPS).checkpoints(disk.path(Path.of(arguments[0])), 1).resume();
      tiny.loop(model, TinyModel.ALL, settings, (row, steps) -> {}).run();
    }
  }
}
