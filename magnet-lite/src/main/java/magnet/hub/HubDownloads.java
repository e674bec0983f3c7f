package magnet.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import magnet.io.ByteSize;
import magnet.view.progress.ProgressView;

/**
 * Brings models and files of data sets from the Hub, or from the cache where they are there
 * already.
 *
 * <p>The Hub is asked what the revision holds now, unless the revision is a whole commit; what has
 * not changed is not fetched again. Where the Hub cannot be reached or lets this user in no longer,
 * the cache's copy is used and a note says so.
 */
public final class HubDownloads {

  /** Kept free on the disk. */
  private static final long SPARE_BYTES = 64 << 20;

  private final HubSettings settings;
  private final Consumer<String> notes;
  private final Supplier<ProgressView> progress;
  private final HubClient client;

  /** Downloads of one user, who is told notes a line at a time and shown a view of each. */
  public HubDownloads(
      HubSettings settings, Consumer<String> notes, Supplier<ProgressView> progress) {
    this.settings = settings;
    this.notes = notes;
    this.progress = progress;
    client = new HubClient(settings, notes);
  }

  /**
   * A model's folder, complete: a checkpoint's, or an adapter's. Fails as {@code magnet.Hub#model}
   * says.
   *
   * @param check looks at the folder when everything but the weights is there, and may refuse it by
   *     an exception before gigabytes come
   */
  public Path model(Repo repo, Consumer<Path> check) {
    RepoCache cache = new RepoCache(settings.cache(), repo);
    return newest(
        cache,
        cache.commit().map(cache::snapshot).filter(ModelFiles::complete),
        patience -> client.listing(repo, patience),
        listing -> {
          Path folder = cache.snapshot(listing.commit());
          List<String> paths = List.copyOf(listing.files().keySet());
          fetch(cache, listing.commit(), files(repo, listing, ModelFiles.small(repo, paths)));
          check.accept(folder);
          fetch(cache, listing.commit(), files(repo, listing, ModelFiles.weights(paths, folder)));
          cache.refer(listing.commit());
          return folder;
        });
  }

  /** One file of a repository, by its path with slashes; fails as {@link #model}. */
  public Path file(Repo repo, String path) {
    if (!RemoteFile.isInside(path)) {
      throw new IllegalArgumentException(
          "\"" + path + "\" is no path inside " + repo + "; write it as in folder/file.txt.");
    }
    RepoCache cache = new RepoCache(settings.cache(), repo);
    return newest(
        cache,
        cache
            .commit()
            .map(commit -> cache.snapshot(commit).resolve(path))
            .filter(Files::isRegularFile),
        patience -> client.file(repo, path, patience),
        found -> {
          fetch(cache, found.commit(), List.of(found.file()));
          cache.refer(found.commit());
          return cache.snapshot(found.commit()).resolve(path);
        });
  }

  /**
   * What the Hub has now, or what is here, in the cache, where the Hub is not to be or cannot be
   * asked.
   */
  private <T> Path newest(
      RepoCache cache, Optional<Path> here, Function<Patience, T> ask, Function<T, Path> fetch) {
    Repo repo = cache.repo();
    if (here.isPresent() && (repo.isCommit() || settings.offline())) {
      return here.get();
    }
    if (settings.offline()) {
      throw new IllegalStateException(
          ("%s is not complete in %s and HF_HUB_OFFLINE forbids to download it; unset that, or"
                  + " name a folder.")
              .formatted(repo, cache.folder()));
    }
    T found;
    try {
      found = ask.apply(here.isPresent() ? settings.patience().once() : settings.patience());
    } catch (UncheckedIOException | AccessRefused e) {
      if (here.isEmpty() || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      notes.accept(e.getMessage() + " Using what was downloaded before: " + here.get());
      return here.get();
    }
    return fetch.apply(found);
  }

  /** The files of these paths; the Hub is asked for what its list leaves out. */
  private List<RemoteFile> files(Repo repo, HubClient.Listing listing, List<String> paths) {
    Repo fixed = new Repo(repo.kind(), repo.name(), listing.commit());
    List<RemoteFile> files = new ArrayList<>();
    for (String path : paths) {
      Optional<RemoteFile> known = listing.files().get(path);
      if (known == null) {
        throw new IllegalArgumentException(
            repo + " has no " + path + ", which its index names; use a complete repository.");
      }
      files.add(known.orElseGet(() -> client.file(fixed, path, settings.patience()).file()));
    }
    return files;
  }

  private void fetch(RepoCache cache, String commit, List<RemoteFile> files) {
    List<RemoteFile> missing = files.stream().filter(file -> !cache.has(commit, file)).toList();
    long bytes = missing.stream().mapToLong(RemoteFile::size).sum();
    long needed =
        missing.stream()
            .filter(file -> !cache.hasBlob(file))
            .mapToLong(file -> Math.max(0, file.size() - cache.begun(file)))
            .sum();
    if (needed > 0) {
      long free = requireSpace(cache, needed);
      notes.accept(
          String.format(
              Locale.ROOT,
              "downloading %s of %s in %d %s; %s are free in %s",
              ByteSize.of(needed),
              cache.repo(),
              missing.size(),
              missing.size() == 1 ? "file" : "files",
              ByteSize.of(free),
              cache.folder()));
    }
    try (DownloadProgress shown =
        new DownloadProgress(progress.get(), cache.repo().toString(), bytes, System::nanoTime)) {
      for (RemoteFile file : missing) {
        new BlobDownload(client, settings.patience(), cache, commit, file, shown).run(notes);
        cache.link(commit, file);
      }
    }
  }

  /** Refuses what does not fit on the disk; says how much is free there. */
  private long requireSpace(RepoCache cache, long needed) {
    try {
      Files.createDirectories(cache.folder());
      long free = Files.getFileStore(cache.folder()).getUsableSpace();
      if (needed + SPARE_BYTES > free) {
        String message =
            "%s needs %s more in %s, where %s are free; make room, or set HF_HUB_CACHE to a folder on another disk."
                .formatted(cache.repo(), ByteSize.of(needed), cache.folder(), ByteSize.of(free));
        throw new UncheckedIOException(message, new IOException("the disk is too small"));
      }
      return free;
    } catch (IOException e) {
      throw RepoCache.failure("made", cache.folder(), e);
    }
  }
}
