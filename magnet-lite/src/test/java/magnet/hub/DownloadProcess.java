package magnet.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import magnet.view.progress.Progress;

/** A process of its own that downloads a model. */
final class DownloadProcess {

  private DownloadProcess() {}

  public static void main(String[] arguments) {
    Patience patience =
        new Patience(3, Duration.ofMillis(2), Duration.ofSeconds(1), Duration.ofSeconds(5));
    HubSettings settings =
        new HubSettings(
            URI.create(arguments[0]), Path.of(arguments[1]), false, Optional.empty(), patience);
    new HubDownloads(settings, System.out::println, Progress::none)
        .model(Repo.model("org/tiny"), folder -> {});
  }
}
