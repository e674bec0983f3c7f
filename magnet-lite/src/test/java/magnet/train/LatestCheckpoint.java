package magnet.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks into a folder of checkpoints. */
public final class LatestCheckpoint {

  private LatestCheckpoint() {}

  /** The latest whole one, if there is one. */
  public static Optional<Path> in(Path folder) {
    List<Path> found =
        new TrainingCheckpoints(folder, 1, 1, false, false, Optional.empty()).found();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
  }
}
