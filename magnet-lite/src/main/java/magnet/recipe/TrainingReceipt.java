package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import magnet.History;
import magnet.Magnet;
import magnet.io.AtomicFile;

/**
 * What a run knows of a training that is finished: with it and the kept results a report is made
 * without the model, wherever it was trained.
 *
 * @param model the fingerprint of the model that came of it
 */
record TrainingReceipt(String model, History history) {

  private static final String MODEL = "model.txt";
  private static final String HISTORY = "history.jsonl";

  static TrainingReceipt of(Magnet trained) {
    return new TrainingReceipt(trained.fingerprint(), trained.history());
  }

  /** Reads the receipt in a folder, if one is there and whole. */
  static Optional<TrainingReceipt> in(Path folder) {
    Path model = folder.resolve(MODEL);
    return Files.exists(model)
        ? Optional.of(
            new TrainingReceipt(
                AtomicFile.read(model).strip(), History.load(folder.resolve(HISTORY))))
        : Optional.empty();
  }

  /** Writes it; the model's name comes last and makes it whole. */
  void write(Path folder) {
    history.save(folder.resolve(HISTORY));
    AtomicFile.write(folder.resolve(MODEL), model + "\n");
  }
}
