package magnet;

import java.nio.file.Path;
import java.util.function.Consumer;
import magnet.hub.HubDownloads;
import magnet.hub.HubSettings;
import magnet.hub.Repo;
import magnet.io.NotNull;
import magnet.model.encoder.SentenceFolder;
import magnet.view.progress.Progress;

/**
 * Models and data sets of the Hugging Face Hub, in the cache that Python's huggingface_hub keeps:
 * either finds what the other has downloaded.
 *
 * <pre>{@code
 * Magnet model = Magnet.load("organisation/model");
 * Corpus corpus = Corpus.lines(Hub.dataset("organisation/data", "train.txt"));
 * }</pre>
 *
 * <p>A name is {@code "organisation/name"}, or {@code "organisation/name@revision"} with a branch,
 * a tag or a commit. Only what is needed is fetched: of a model its configuration, tokenizer and
 * safetensors, never pickled weights. A broken download resumes where it stopped; each file is
 * checked against the Hub's hash before it is used. Without a network the cached copy is used, and
 * a line says so.
 *
 * <p>Environment variables, as in Python: {@code HF_HOME}, {@code HF_HUB_CACHE} (where), {@code
 * HF_TOKEN} or the file that {@code hf auth login} writes (who; sent to the Hub alone and never
 * shown), {@code HF_ENDPOINT} (a mirror), {@code HF_HUB_OFFLINE=1} (ask for nothing), {@code
 * HF_HUB_DOWNLOAD_TIMEOUT} (seconds of silence that are tolerated, 10), {@code HTTPS_PROXY} and
 * {@code NO_PROXY}.
 */
public final class Hub {

  private Hub() {}

  /**
   * A model's folder, downloaded if it is not there; {@link Magnet#load(String)} does this on its
   * own.
   *
   * @param name {@code "organisation/name"}, with or without {@code "@revision"}
   * @throws IllegalArgumentException if there is no such model, this user may not have it, or it is
   *     of a kind that cannot be loaded
   * @throws IllegalStateException if it is not there and {@code HF_HUB_OFFLINE} is set
   * @throws java.io.UncheckedIOException if it cannot be downloaded, or the disk is too small
   */
  public static Path model(String name) {
    return model(name, folder -> ModelSource.inspect(folder, Loading.auto(), Notices::tell));
  }

  /** As {@link #model(String)}; the check sees the folder before the weights, and may refuse it. */
  static Path model(String name, Consumer<Path> check) {
    return downloads().model(Repo.model(NotNull.of(name, "name")), check);
  }

  /**
   * A text encoder's folder, downloaded if it is not there: what {@link
   * magnet.infer.encoding.TextEncoder#load} takes.
   *
   * @param name {@code "organisation/name"}, with or without {@code "@revision"}
   * @throws IllegalArgumentException if there is no such encoder, this user may not have it, or it
   *     is of a kind that cannot be loaded
   * @throws IllegalStateException if it is not there and {@code HF_HUB_OFFLINE} is set
   * @throws java.io.UncheckedIOException if it cannot be downloaded, or the disk is too small
   */
  public static Path encoder(String name) {
    return downloads().model(Repo.model(NotNull.of(name, "name")), SentenceFolder::read);
  }

  /**
   * One file of a data set, downloaded if it is not there.
   *
   * @param name {@code "organisation/name"}, with or without {@code "@revision"}
   * @param file its path in the repository, as in {@code "data/train.txt"}
   * @throws IllegalArgumentException if there is no such file, or this user may not have it
   * @throws IllegalStateException if it is not there and {@code HF_HUB_OFFLINE} is set
   * @throws java.io.UncheckedIOException if it cannot be downloaded, or the disk is too small
   */
  public static Path dataset(String name, String file) {
    NotNull.of(name, "name");
    NotNull.of(file, "file");
    return downloads().file(Repo.dataset(name), file);
  }

  private static HubDownloads downloads() {
    return new HubDownloads(HubSettings.fromEnvironment(), Notices::tell, Progress::usual);
  }
}
