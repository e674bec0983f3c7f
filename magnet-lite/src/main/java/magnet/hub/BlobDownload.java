package magnet.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one file's content into the cache: resumes where an earlier attempt stopped, checks the
 * whole against its hash, and only then gives it its name.
 */
record BlobDownload(
    HubClient client,
    Patience patience,
    RepoCache cache,
    String commit,
    RemoteFile file,
    DownloadProgress progress) {

  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  /** Fetches it, unless it is there; a note says if another process is waited for. */
  void run(Consumer<String> notes) {
    Runnable waiting =
        () -> notes.accept("another process is downloading " + file.path() + "; waiting for it");
    try (BlobLock lock = BlobLock.take(cache.lock(file), waiting)) {
      if (cache.hasBlob(file)) {
        progress.found(file.size());
        return;
      }
      boolean shared = lock.keepsProcessesOut();
      Path partial = shared ? cache.partial(file) : cache.ownPartial(file);
      try {
        Files.createDirectories(partial.getParent());
        receiveSound(partial);
        cache.publish(partial, file);
      } catch (ClosedByInterruptException e) {
        throw HttpCalls.interrupted();
      } catch (IOException e) {
        throw RepoCache.failure("written", partial, e);
      } finally {
        if (!shared) {
          partial.toFile().delete(); // nobody else could resume it
        }
      }
    }
  }

  /** What arrived damaged is fetched once more, from the beginning. */
  private void receiveSound(Path partial) throws IOException {
    receive(partial);
    if (file.fault(partial).isEmpty()) {
      return;
    }
    Files.delete(partial);
    progress.found(-file.size());
    receive(partial);
    Optional<String> fault = file.fault(partial);
    if (fault.isPresent()) {
      Files.delete(partial);
      throw new UncheckedIOException(
          "%s of %s arrived damaged twice: %s; check HF_ENDPOINT and the proxy, or try again later."
              .formatted(file.path(), cache.repo(), fault.get()),
          new IOException(fault.get()));
    }
  }

  private void receive(Path partial) throws IOException {
    try (FileChannel out =
        FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (out.size() > file.size()) {
        out.truncate(0);
      }
      progress.found(out.size());
      Retries retries = client.retries(file.path() + " of " + cache.repo(), patience);
      long furthest = out.size();
      while (out.size() < file.size()) {
        try {
          receive(out);
        } catch (Unavailable e) {
          if (out.size() > furthest) {
            furthest = out.size();
            retries.progressed();
          }
          retries.failed(e);
        }
      }
      out.force(true);
    }
  }

  /** One answer's bytes, as far as they come. */
  private void receive(FileChannel out) throws IOException {
    try (HttpCalls.Answer answer = client.open(cache.repo(), commit, file, out.size())) {
      if (answer.status() == 416 || begin(answer, out.size()) == 0) {
        restart(out);
      }
      if (answer.status() == 416) {
        throw new Unavailable("the server has no byte where the file was to resume", null);
      }
      out.position(out.size());
      List<ByteBuffer> pieces = answer.body().next(patience.silence());
      while (!pieces.isEmpty()) {
        for (ByteBuffer piece : pieces) {
          write(out, piece);
        }
        pieces = answer.body().next(patience.silence());
      }
    }
    if (out.size() < file.size()) {
      throw new Unavailable(
          "the connection ended after " + out.size() + " of " + file.size() + " bytes", null);
    }
  }

  private void write(FileChannel out, ByteBuffer piece) throws IOException {
    int bytes = piece.remaining();
    if (out.position() + bytes > file.size()) {
      restart(out);
      throw new Unavailable("more than the listed " + file.size() + " bytes came", null);
    }
    while (piece.hasRemaining()) {
      out.write(piece);
    }
    progress.received(bytes);
  }

  private void restart(FileChannel out) throws IOException {
    progress.found(-out.size());
    out.truncate(0);
  }

  /** The place of an answer's first byte in the file: as it was asked for, or 0. */
  private long begin(HttpCalls.Answer answer, long asked) throws Unavailable {
    String length = answer.header("Content-Length");
    if (answer.status() != 206) {
      return length.isEmpty() || length.equals(String.valueOf(file.size()))
          ? 0
          : unusable("the file has " + length + " bytes");
    }
    Matcher range = RANGE.matcher(answer.header("Content-Range"));
    if (!range.matches() || Long.parseLong(range.group(1)) != asked) {
      return unusable("it begins elsewhere than at byte " + asked);
    }
    if (!range.group(2).equals("*") && Long.parseLong(range.group(2)) != file.size()) {
      return unusable("the file has " + range.group(2) + " bytes");
    }
    return asked;
  }

  private long unusable(String what) throws Unavailable {
    throw new Unavailable(
        "the server says that " + what + " where " + file.size() + " bytes are listed", null);
  }
}
