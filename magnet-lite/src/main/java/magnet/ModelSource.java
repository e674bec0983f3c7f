package magnet;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import magnet.hub.Repo;
import magnet.io.AtomicFolder;
import magnet.io.NotNull;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.EmbeddedModel;

/**
 * Where a model's files lie, and what the model is called.
 *
 * @param name what messages and saved adapters call the model
 * @param folder of a checkpoint, or of an adapter
 */
record ModelSource(String name, Path folder) {

  /** Weights of at least this many bytes are worth a line when they are loaded. */
  private static final long MUCH = 500_000_000;

  /** A plain folder; one called like the embedded model is not that model. */
  static ModelSource of(Path folder) {
    String name = NotNull.of(folder, "folder").toString();
    AtomicFolder.settle(folder);
    return new ModelSource(name.equals(EmbeddedModel.NAME) ? "./" + name : name, folder);
  }

  /**
   * What a user's name for a model means.
   *
   * @param name {@code "pocket"}, the model that ships with this library; else the path of a folder
   *     that is there ({@code "./pocket"} for one of that name); else {@code "organisation/name"}
   *     on the Hub, with or without {@code "@revision"}, which is downloaded
   * @param how the model is to be loaded; what cannot be loaded so is refused before it is
   *     downloaded
   */
  static ModelSource of(String name, Loading how) {
    if (NotNull.of(name, "name").equals(EmbeddedModel.NAME)) {
      return new ModelSource(name, EmbeddedModel.pocket().folder());
    }
    if (isFolder(name)) {
      return of(Path.of(name));
    }
    if (Repo.isRepo(name)) {
      return ofTheHub(name, how);
    }
    throw new IllegalArgumentException(
        ("There is no model or adapter \"%s\": it is neither \"pocket\" nor a folder that is"
                + " there (looked for from %s) nor \"organisation/name\" of the Hub; correct it.")
            .formatted(name, Path.of("").toAbsolutePath()));
  }

  /**
   * From the Hub; a user who meant a folder is told that there is none, at once if that is likely.
   */
  private static ModelSource ofTheHub(String name, Loading how) {
    String noFolder = "there is no folder \"" + name + "\" in " + Path.of("").toAbsolutePath();
    if (isFolder(name.substring(0, name.indexOf('/')))) {
      Notices.tell(noFolder + "; looking for a model of that name on the Hub");
    }
    AtomicBoolean found = new AtomicBoolean();
    try {
      Path folder =
          Hub.model(
              name,
              begun -> {
                found.set(true);
                inspect(begun, how, Notices::tell);
              });
      return new ModelSource(name, folder);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw found.get() ? e : withNote(e, " (If a folder was meant: " + noFolder + ".)");
    }
  }

  private static RuntimeException withNote(RuntimeException failure, String note) {
    String message = failure.getMessage() + note;
    if (failure instanceof UncheckedIOException unreachable) {
      return new UncheckedIOException(message, unreachable.getCause());
    }
    return failure instanceof IllegalStateException
        ? new IllegalStateException(message, failure)
        : new IllegalArgumentException(message, failure);
  }

  /**
   * Whether there is an adapter in the folder: alone, or beside its base model as transformers
   * takes it. Of repositories on the Hub that have both, only the model is downloaded.
   */
  boolean isAdapter() {
    boolean isFolder = name.equals(folder.toString()) || name.equals("./" + folder);
    return AdapterFiles.areIn(folder) && (isFolder || !hasModel());
  }

  private boolean hasModel() {
    return Files.exists(folder.resolve("config.json"));
  }

  /** The adapter joined with the model beside it, or else with the base model that it names. */
  Magnet adapted(Loading how) {
    AdapterFiles files = AdapterFiles.read(folder);
    Adapter adapter = Adapter.of(files, folder);
    Loading asLearnt = how.bosOf(adapter);
    if (hasModel()) {
      try (Magnet plain = Magnet.of(BaseModel.load(this, asLearnt), History.none())) {
        return plain.with(adapter);
      }
    }
    String base = files.base().toString();
    if (base.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + " holds an adapter that does not name its base model; join them by"
              + " Magnet.load(base).with(Adapter.load(folder)).");
    }
    String learntOn = Saving.quantisedBase(folder);
    if (!learntOn.equals(how.base()) && !learntOn.isEmpty()) {
      Notices.tell(
          ("the adapter in %s learnt on a base in %s and is joined with one %s;"
                  + " Loading.auto().base(\"%s\") takes the same")
              .formatted(
                  folder,
                  learntOn,
                  how.base().isEmpty() ? "of whole weights" : "in " + how.base(),
                  learntOn));
    }
    try (Magnet plain = Magnet.load(base, asLearnt)) {
      return plain.with(adapter);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The adapter in %s cannot be joined with the base model that it names: %s"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Checks a folder whose weights need not be there yet, and reports what memory it will take. */
  static void inspect(Path folder, Loading how, Consumer<String> tell) {
    if (Files.exists(folder.resolve("config.json"))) {
      tell.accept("the weights need " + MemoryEstimate.of(folder, how));
    }
  }

  /** Reports what memory the model will take if that is much, or more than there is. */
  void announce(Loading how, Consumer<String> tell) {
    if (hasModel()) {
      MemoryEstimate estimate = MemoryEstimate.of(folder, how);
      if (!estimate.fits() || estimate.needed() >= MUCH) {
        tell.accept("the weights of " + name + " need " + estimate);
      }
    }
  }

  private static boolean isFolder(String name) {
    try {
      return !name.isBlank() && Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
