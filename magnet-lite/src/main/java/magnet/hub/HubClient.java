package magnet.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import magnet.io.KeyedReader;
import magnet.io.Quoted;

/**
 * Asks the Hub: which files there are (its programming interface, version of 2026), the headers of
 * one, and for its bytes.
 */
final class HubClient {

  private static final int LONGEST_LISTING = 64 << 20;

  private final HubSettings settings;
  private final Consumer<String> notes;
  private final HttpCalls calls;

  HubClient(HubSettings settings, Consumer<String> notes) {
    this.settings = settings;
    this.notes = notes;
    calls = new HttpCalls(settings);
  }

  /**
   * The files of a repository at a commit, by path; empty where the server names a file and says
   * neither size nor hash.
   */
  record Listing(String commit, TreeMap<String, Optional<RemoteFile>> files) {}

  /**
   * The files of a repository. Fails as {@link HubStatus#check}, and by an {@link
   * UncheckedIOException} if the Hub cannot be reached or understood.
   */
  Listing listing(Repo repo, Patience patience) {
    URI address =
        URI.create(
            "%s/api/%s/%s/revision/%s?blobs=true"
                .formatted(
                    settings.endpoint(),
                    repo.kind().plural(),
                    repo.name(),
                    escaped(repo.revision())));
    String json = retries("the list of files of " + repo, patience).run(() -> text(repo, address));
    List<ListedFile> files;
    String commit;
    try {
      KeyedReader answer = KeyedReader.json(json, "the answer");
      files = answer.neededSections("siblings").stream().map(ListedFile::read).toList();
      commit = answer.neededText("sha");
      if (!Repo.isCommit(commit)) {
        throw new IllegalStateException("the commit is \"" + commit + "\", not 40 digits");
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw misunderstood(
          repo, "a list of files that is not understood: " + Quoted.value("" + e.getMessage()), e);
    }
    TreeMap<String, Optional<RemoteFile>> named = new TreeMap<>();
    files.forEach(file -> named.put(file.path(), file.known()));
    return new Listing(commit, named);
  }

  /** A file as the list has it: not every repository says all of it. */
  private record ListedFile(String path, Optional<String> hash, Optional<Long> size) {

    static ListedFile read(KeyedReader file) {
      return new ListedFile(
          file.neededText("rfilename"),
          file.isSection("lfs")
              ? Optional.of(file.neededSection("lfs").neededText("sha256"))
              : file.text("blobId"),
          file.bytes("size"));
    }

    Optional<RemoteFile> known() {
      return hash.flatMap(found -> size.map(bytes -> new RemoteFile(path, bytes, found)));
    }
  }

  /** A file and the commit that it is of. */
  record FileAt(String commit, RemoteFile file) {}

  /** What the headers of one file say; fails as {@link #listing}. */
  FileAt file(Repo repo, String path, Patience patience) {
    return retries(path + " of " + repo, patience)
        .run(
            () -> {
              try (HttpCalls.Answer answer = calls.head(address(repo, repo.revision(), path))) {
                HubStatus.check(answer, repo, path, settings);
                return facts(repo, path, answer);
              }
            });
  }

  private static FileAt facts(Repo repo, String path, HttpCalls.Answer answer) {
    String commit = answer.header("X-Repo-Commit");
    boolean linked = !answer.header("X-Linked-Etag").isEmpty();
    String etag = answer.header(linked ? "X-Linked-Etag" : "ETag");
    String size = answer.header(linked ? "X-Linked-Size" : "Content-Length");
    if (!Repo.isCommit(commit) || etag.isEmpty() || !size.matches("\\d{1,18}")) {
      throw misunderstood(
          repo, "no commit, hash or size for " + path + ", as if it were no Hub", null);
    }
    String hash = etag.replaceFirst("^W/", "").replace("\"", "");
    return new FileAt(commit, new RemoteFile(path, Long.parseLong(size), hash));
  }

  /** A file's bytes from a place on, not read yet; of status 416 if there is no such byte. */
  HttpCalls.Answer open(Repo repo, String commit, RemoteFile file, long from) throws Unavailable {
    Map<String, String> range = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
    HttpCalls.Answer answer = calls.get(address(repo, commit, file.path()), range);
    try {
      if (answer.status() != 416) {
        HubStatus.check(answer, repo, file.path(), settings);
      }
      return answer;
    } catch (Unavailable | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  /** A fresh count of failures. */
  Retries retries(String doing, Patience patience) {
    return new Retries(doing, patience, notes);
  }

  private URI address(Repo repo, String revision, String path) {
    String escaped =
        Arrays.stream(path.split("/")).map(HubClient::escaped).collect(Collectors.joining("/"));
    return URI.create(
        "%s/%s/resolve/%s/%s"
            .formatted(settings.endpoint(), repo.page(), escaped(revision), escaped));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String text(Repo repo, URI address) throws Unavailable {
    try (HttpCalls.Answer answer = calls.get(address, Map.of())) {
      HubStatus.check(answer, repo, "", settings);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      List<ByteBuffer> pieces = answer.body().next(settings.patience().silence());
      while (!pieces.isEmpty()) {
        for (ByteBuffer piece : pieces) {
          byte[] bytes = new byte[piece.remaining()];
          piece.get(bytes);
          text.writeBytes(bytes);
        }
        if (text.size() > LONGEST_LISTING) {
          throw misunderstood(repo, "a list of files without end", null);
        }
        pieces = answer.body().next(settings.patience().silence());
      }
      return text.toString(StandardCharsets.UTF_8);
    }
  }

  private static UncheckedIOException misunderstood(Repo repo, String what, Exception cause) {
    return new UncheckedIOException(
        "The server gives for %s %s; check HF_ENDPOINT and the proxy, or try again later."
            .formatted(repo, what),
        new IOException(what, cause));
  }
}
