package magnet.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import magnet.io.AtomicFile;

/**
 * One repository in the cache, laid out as huggingface_hub does: {@code blobs} holds contents named
 * by their hashes, {@code snapshots/<commit>} links to them by their paths, {@code refs} knows the
 * commits of branches and tags.
 */
record RepoCache(Path cache, Repo repo) {

  /** The repository's folder; need not exist. */
  Path folder() {
    return cache.resolve(repo.folderName());
  }

  /** The commit that the revision had when it was last asked for; empty if it never was. */
  Optional<String> commit() {
    if (repo.isCommit()) {
      return Optional.of(repo.revision());
    }
    Path ref = folder().resolve("refs").resolve(repo.revision());
    try {
      return Files.isRegularFile(ref)
          ? Optional.of(Files.readString(ref).strip()).filter(Repo::isCommit)
          : Optional.empty();
    } catch (IOException e) {
      throw failure("read", ref, e);
    }
  }

  /** The folder of a commit's files; need not exist. */
  Path snapshot(String commit) {
    return folder().resolve("snapshots").resolve(commit);
  }

  /** Whether a commit's file is there as the Hub lists it, by its size. */
  boolean has(String commit, RemoteFile file) {
    return size(snapshot(commit).resolve(file.path())) == file.size();
  }

  /** Whether a content is there, by its size. */
  boolean hasBlob(RemoteFile file) {
    return size(blob(file, "")) == file.size();
  }

  /** How many bytes of the content an unfinished attempt left. */
  long begun(RemoteFile file) {
    return Math.max(0, size(partial(file)));
  }

  /** A file's size in bytes; -1 if there is none. */
  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  /** Where content is: of no ending once it is complete. */
  private Path blob(RemoteFile file, String ending) {
    return folder().resolve("blobs").resolve(file.hash() + ending);
  }

  /** Where content grows while its lock is held; huggingface_hub's tools clean up such names. */
  Path partial(RemoteFile file) {
    return blob(file, ".magnet.incomplete");
  }

  /** Where content grows that cannot be locked: a name of its own. */
  Path ownPartial(RemoteFile file) {
    return blob(file, "." + UUID.randomUUID().toString().substring(0, 8) + ".incomplete");
  }

  /** The lock of a content. */
  Path lock(RemoteFile file) {
    return cache.resolve(".locks").resolve(repo.folderName()).resolve(file.hash() + ".lock");
  }

  /** Puts a complete content into its place, in one step. */
  void publish(Path partial, RemoteFile file) throws IOException {
    Files.move(partial, blob(file, ""), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes a complete content a commit's file: a relative link; where the system has none (Windows
   * without developer mode), the content itself, as huggingface_hub does.
   */
  void link(String commit, RemoteFile file) {
    Path pointer = snapshot(commit).resolve(file.path());
    Path blob = blob(file, "");
    try {
      Files.createDirectories(pointer.getParent());
      Path target = pointer.getParent().relativize(blob);
      try {
        Files.createSymbolicLink(pointer, target);
      } catch (FileAlreadyExistsException e) {
        Path fresh = pointer.resolveSibling("." + UUID.randomUUID() + ".incomplete");
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, pointer, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (UnsupportedOperationException | IOException e) {
      moveInsteadOfLink(pointer, blob, e);
    }
  }

  private static void moveInsteadOfLink(Path pointer, Path blob, Exception noLink) {
    try {
      Files.move(blob, pointer, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      e.addSuppressed(noLink);
      throw failure("written", pointer, e);
    }
  }

  /** Remembers the commit of the revision. */
  void refer(String commit) {
    if (repo.isCommit() || commit().equals(Optional.of(commit))) {
      return;
    }
    Path ref = folder().resolve("refs").resolve(repo.revision());
    try {
      AtomicFile.write(ref, commit);
    } catch (UncheckedIOException e) {
      throw failure("written", ref, e.getCause());
    }
  }

  /** An error of the cache's own files. */
  static UncheckedIOException failure(String what, Path file, IOException cause) {
    return new UncheckedIOException(
        ("%s cannot be %s (%s); check the cache's permissions and free space, or set HF_HUB_CACHE"
                + " to another folder.")
            .formatted(file, what, cause),
        cause);
  }
}
