package magnet.train;

import java.nio.file.Path;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;

/** A process that trains slowly enough to be killed in the middle of it. */
final class SlowRun {

  static final int STEPS = 12;
  private static final long PAUSE_MILLIS = 300;

  private SlowRun() {}

  /**
   * Trains with a checkpoint after each step.
   *
   * @param arguments the folder of the checkpoints
   */
  public static void main(String[] arguments) {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      TrainingSettings settings = TinyModel.settings(STEPS).checkpoints(Path.of(arguments[0]), 1);
      tiny.loop(model, TinyModel.ALL, settings, (row, steps) -> pause()).run();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
