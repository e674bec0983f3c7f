package magnet.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A Hub on this machine, as far as downloads see it: the list of files, facts and bytes of small
 * files, and a second server as the content network that large files ({@code .safetensors}) are
 * redirected to. What goes wrong is decided by a {@link Trouble}.
 */
public final class FakeHub implements AutoCloseable {

  /** Of all files. */
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** What goes wrong with an answer; may send one of its own. */
  interface Trouble {

    /** Everything is well. */
    Trouble NONE = new Trouble() {};

    /**
     * @return whether the answer was given here
     */
    default boolean answers(FakeHub hub, HttpExchange call) throws IOException {
      return false;
    }

    /** How many of the bytes are sent before the connection is cut. */
    default int sent(HttpExchange call, int bytes) {
      return bytes;
    }

    /** The bytes that are sent in place of the true ones. */
    default byte[] content(String path, byte[] bytes) {
      return bytes;
    }

    /** Whether the server knows nothing of ranges. */
    default boolean forgetsRanges() {
      return false;
    }

    /** The size that the list of files says. */
    default long listedSize(String path, long size) {
      return size;
    }
  }

  private final Optional<SSLContext> keys;
  private final HttpServer hub;
  private final HttpServer contentNetwork;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> authorised = new CopyOnWriteArrayList<>();
  private volatile Trouble trouble = Trouble.NONE;

  /** A Hub without files. */
  public FakeHub() {
    this(Optional.empty());
  }

  /** The same, encrypted where there are keys. */
  FakeHub(Optional<SSLContext> keys) {
    this.keys = keys;
    hub = server();
    contentNetwork = server();
    for (HttpServer each : List.of(hub, contentNetwork)) {
      each.createContext("/", this::answer);
      each.setExecutor(workers);
      each.start();
    }
  }

  private HttpServer server() {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (keys.isEmpty()) {
        return HttpServer.create(anyPort, 0);
      }
      HttpsServer encrypted = HttpsServer.create(anyPort, 0);
      encrypted.setHttpsConfigurator(new HttpsConfigurator(keys.get()));
      return encrypted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a file. */
  public FakeHub with(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  FakeHub with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void trouble(Trouble next) {
    trouble = next;
  }

  /** Its address. */
  public URI endpoint() {
    return address("127.0.0.1", hub);
  }

  /** By another name: to a client it is another machine. */
  URI contentNetwork() {
    return address("localhost", contentNetwork);
  }

  private URI address(String host, HttpServer server) {
    String scheme = keys.isEmpty() ? "http" : "https";
    return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort());
  }

  /** Method, path and range of every call so far. */
  public List<String> calls() {
    return calls;
  }

  /** Server and path of the calls that brought a token. */
  List<String> authorised() {
    return authorised;
  }

  private void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    String range = call.getRequestHeaders().getFirst("Range");
    calls.add(call.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
    if (call.getRequestHeaders().containsKey("Authorization")) {
      authorised.add(call.getHttpContext().getServer() == hub ? "hub " + path : "other " + path);
    }
    try (call) {
      if (trouble.answers(this, call)) {
        return;
      }
      if (path.startsWith("/api/")) {
        call.getResponseHeaders().add("Content-Type", "application/json");
        String json = path.contains("/tree/") ? tree() : listing();
        send(call, 200, json.getBytes(StandardCharsets.UTF_8), "");
      } else if (path.startsWith("/content/")) {
        bytes(call, path.substring("/content/".length()));
      } else {
        resolve(call, path.replaceFirst("^/(datasets/)?[^/]+/[^/]+/resolve/[^/]+/", ""));
      }
    }
  }

  private String listing() {
    JsonArray siblings = new JsonArray();
    files.forEach(
        (path, bytes) -> {
          JsonObject file = new JsonObject();
          file.addProperty("rfilename", path);
          file.addProperty("size", trouble.listedSize(path, bytes.length));
          file.addProperty("blobId", gitSha1(bytes));
          if (isLarge(path)) {
            JsonObject lfs = new JsonObject();
            lfs.addProperty("sha256", hash("SHA-256", bytes));
            lfs.addProperty("size", bytes.length);
            lfs.addProperty("pointerSize", 130);
            file.add("lfs", lfs);
          }
          siblings.add(file);
        });
    JsonObject json = new JsonObject();
    json.addProperty("id", "org/tiny"); // for Python
    json.addProperty("sha", COMMIT);
    json.add("siblings", siblings);
    return json.toString();
  }

  /** The list as Python's snapshot_download asks for it. */
  private String tree() {
    JsonArray tree = new JsonArray();
    files.forEach(
        (path, bytes) -> {
          JsonObject file = new JsonObject();
          file.addProperty("type", "file");
          file.addProperty("path", path);
          file.addProperty("size", bytes.length);
          file.addProperty("oid", gitSha1(bytes));
          if (isLarge(path)) {
            JsonObject lfs = new JsonObject();
            lfs.addProperty("oid", hash("SHA-256", bytes));
            lfs.addProperty("size", bytes.length);
            lfs.addProperty("pointerSize", 130);
            file.add("lfs", lfs);
          }
          tree.add(file);
        });
    return tree.toString();
  }

  private void resolve(HttpExchange call, String path) throws IOException {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      call.getResponseHeaders().add("X-Error-Code", "EntryNotFound");
      call.sendResponseHeaders(404, -1);
      return;
    }
    call.getResponseHeaders().add("X-Repo-Commit", COMMIT);
    if (isLarge(path)) {
      call.getResponseHeaders().add("X-Linked-Etag", "\"" + hash("SHA-256", bytes) + "\"");
      call.getResponseHeaders().add("X-Linked-Size", String.valueOf(bytes.length));
      call.getResponseHeaders().add("Location", contentNetwork() + "/content/" + path);
      call.sendResponseHeaders(302, -1);
      return;
    }
    call.getResponseHeaders().add("ETag", "\"" + gitSha1(bytes) + "\"");
    bytes(call, path);
  }

  private void bytes(HttpExchange call, String path) throws IOException {
    byte[] all = trouble.content(path, files.get(path));
    String range = call.getRequestHeaders().getFirst("Range");
    if (range == null || trouble.forgetsRanges()) {
      send(call, 200, all, path);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    byte[] rest = Arrays.copyOfRange(all, from, all.length);
    call.getResponseHeaders()
        .add("Content-Range", "bytes %d-%d/%d".formatted(from, all.length - 1, all.length));
    send(call, 206, rest, path);
  }

  /** Sends what the trouble lets through, and then cuts the connection. */
  private void send(HttpExchange call, int status, byte[] bytes, String path) throws IOException {
    if (call.getRequestMethod().equals("HEAD")) {
      call.getResponseHeaders().add("Content-Length", String.valueOf(bytes.length));
      call.sendResponseHeaders(status, -1);
      return;
    }
    call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    int sent = path.isEmpty() ? bytes.length : trouble.sent(call, bytes.length);
    OutputStream body = call.getResponseBody();
    body.write(bytes, 0, sent);
    body.flush();
  }

  static String gitSha1(byte[] bytes) {
    byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return hash("SHA-1", head, bytes);
  }

  static String hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isLarge(String path) {
    return path.endsWith(".safetensors");
  }

  @Override
  public void close() {
    hub.stop(0);
    contentNetwork.stop(0);
    workers.shutdownNow();
  }
}
