package magnet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import magnet.Objective;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.ViewBatch;
import org.apache.spark.TaskContext;

/**
 * An objective that, where it first counts on an executor, kills that process as SIGKILL would;
 * from then on it is what it is made of.
 *
 * @param real that objective
 * @param grave a file that is not there yet; tells that it has happened
 */
record Mortal(Objective real, String grave) implements Objective {

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Schedule weight() {
    return real.weight();
  }

  @Override
  public RequestedViews views() {
    return real.views();
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    if (TaskContext.get() != null) {
      try {
        Files.createFile(Path.of(grave));
        Runtime.getRuntime().halt(137);
      } catch (FileAlreadyExistsException e) {
        return real.outputs(views); // killed before
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return real.outputs(views);
  }
}
