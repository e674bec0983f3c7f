package magnet.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Single HTTP calls: who gets the token, which redirects are followed, how long silence is
 * tolerated.
 *
 * <p>The token goes to the endpoint's own scheme, host and port and nowhere else, so a redirect to
 * a content network never carries it.
 */
final class HttpCalls {

  private static final int MOST_REDIRECTS = 10;
  private static final String AGENT = "magnet-lite (Java " + Runtime.version().feature() + ")";

  private final HubSettings settings;
  private final HttpClient client;

  HttpCalls(HubSettings settings) {
    this.settings = settings;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience().silence())
            .proxy(new EnvironmentProxy(System.getenv()))
            .build();
  }

  /**
   * An answer, whatever its status.
   *
   * @param address that gave it, after all redirects
   * @param body not read yet
   */
  record Answer(int status, URI address, HttpHeaders headers, TimedBody body)
      implements AutoCloseable {

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    boolean isRedirect() {
      return status >= 301 && status <= 308 && status != 304 && !header("Location").isEmpty();
    }

    @Override
    public void close() {
      body.close();
    }
  }

  /** Asks for a body, with headers besides the usual ones. */
  Answer get(URI address, Map<String, String> headers) throws Unavailable {
    return follow("GET", address, headers, answer -> true);
  }

  /**
   * Asks for the headers of a file. If the Hub redirects to a content network, its own answer has
   * them already, and the redirect is not followed.
   */
  Answer head(URI address) throws Unavailable {
    return follow("HEAD", address, Map.of(), answer -> answer.header("X-Linked-Etag").isEmpty());
  }

  private Answer follow(
      String method, URI address, Map<String, String> headers, Predicate<Answer> goesOn)
      throws Unavailable {
    URI at = address;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      Answer answer = send(method, at, headers);
      if (!answer.isRedirect() || !goesOn.test(answer)) {
        return answer;
      }
      answer.close();
      at = next(at, answer.header("Location"));
    }
    throw failure(address, "redirects more than " + MOST_REDIRECTS + " times");
  }

  private static URI next(URI at, String location) {
    URI next;
    try {
      next = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw failure(at, "redirects to something that is no address");
    }
    String scheme = String.valueOf(next.getScheme());
    if (!scheme.equals("https") && !scheme.equals(at.getScheme())) {
      throw failure(at, "redirects from " + at.getScheme() + " to " + scheme);
    }
    return next;
  }

  private Answer send(String method, URI address, Map<String, String> headers) throws Unavailable {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(settings.patience().silence())
            .header("User-Agent", AGENT)
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (isEndpoint(address)) {
      settings.token().ifPresent(token -> token.putInto(request));
    }
    try {
      HttpResponse<TimedBody> response = client.send(request.build(), info -> new TimedBody());
      return new Answer(response.statusCode(), address, response.headers(), response.body());
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (IOException e) {
      if (isOfCertificates(e)) {
        throw distrusted(address, e);
      }
      throw Unavailable.because(address.getHost(), e);
    }
  }

  private static boolean isOfCertificates(Throwable failure) {
    return failure != null
        && (failure instanceof CertificateException || isOfCertificates(failure.getCause()));
  }

  /** Asking again would not help, and continuing without encryption is never right. */
  private static UncheckedIOException distrusted(URI address, IOException cause) {
    return new UncheckedIOException(
        ("The certificate of %s is not trusted by this Java (%s); where a proxy of your network"
                + " shows its own, put that into a trust store and name it by"
                + " -Djavax.net.ssl.trustStore.")
            .formatted(address.getHost(), cause.getMessage()),
        cause);
  }

  private boolean isEndpoint(URI address) {
    URI endpoint = settings.endpoint();
    return endpoint.getScheme().equals(address.getScheme())
        && endpoint.getHost().equalsIgnoreCase(address.getHost())
        && port(endpoint) == port(address);
  }

  private static int port(URI address) {
    int usual = address.getScheme().equals("https") ? 443 : 80;
    return address.getPort() < 0 ? usual : address.getPort();
  }

  private static UncheckedIOException failure(URI address, String what) {
    String message =
        "%s %s, which is not followed; check HF_ENDPOINT and the proxy."
            .formatted(address.getHost(), what);
    return new UncheckedIOException(message, new IOException(message));
  }

  /** What is thrown if this thread is interrupted; it stays interrupted. */
  static UncheckedIOException interrupted() {
    Thread.currentThread().interrupt();
    String message =
        "The download was interrupted; what has arrived is kept, and the next call resumes there.";
    return new UncheckedIOException(message, new InterruptedIOException(message));
  }
}
