package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import magnet.History;
import magnet.io.AtomicFile;

/**
 * What a run knows of a training that is finished: with it and the kept results a report is made
 * without the model, wherever it was trained.
 *
 * @param model the fingerprint of the model that came of it
 * @param machine on what it was begun; empty where that is not known
 */
record TrainingReceipt(String model, History history, Optional<String> machine) {

  private static final String MODEL = "model.txt";
  private static final String HISTORY = "history.jsonl";
  private static final String MACHINE = "machine.txt";

  /** Reads the receipt in a folder, if one is there and whole. */
  static Optional<TrainingReceipt> in(Path folder) {
    return said(folder.resolve(MODEL))
        .map(
            model ->
                new TrainingReceipt(model, History.load(folder.resolve(HISTORY)), machine(folder)));
  }

  private static Optional<String> said(Path file) {
    return Files.exists(file) ? Optional.of(AtomicFile.read(file).strip()) : Optional.empty();
  }

  /** Keeps with the state of a training, before it begins, on what it does. */
  static void begin(Path state, String machine) {
    AtomicFile.write(state.resolve(MACHINE), machine + "\n");
  }

  /** On what the training of a state was begun, if that is known. */
  static Optional<String> machine(Path state) {
    return said(state.resolve(MACHINE));
  }

  /** Writes it; the model's name comes last and makes it whole. */
  void write(Path folder) {
    history.save(folder.resolve(HISTORY));
    machine.ifPresent(words -> AtomicFile.write(folder.resolve(MACHINE), words + "\n"));
    AtomicFile.write(folder.resolve(MODEL), model + "\n");
  }
}
