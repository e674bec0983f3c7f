package magnet.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the Hub is, where its files are kept and who the user is; read from the environment
 * variables that Python's huggingface_hub reads.
 *
 * @param endpoint the Hub's address ({@code HF_ENDPOINT}), without a slash at the end
 * @param cache the cache's folder ({@code HF_HUB_CACHE}, or {@code hub} in {@code HF_HOME})
 * @param offline whether nothing may be asked for ({@code HF_HUB_OFFLINE})
 * @param token the user's ({@code HF_TOKEN}, or the file that {@code hf auth login} writes)
 * @param patience with slow and failing servers
 */
public record HubSettings(
    URI endpoint, Path cache, boolean offline, Optional<HubToken> token, Patience patience) {

  private static final String ENDPOINT = "https://huggingface.co";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  /** Checks the address, and that a token is not sent unencrypted. */
  public HubSettings {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!Set.of("http", "https").contains(scheme) || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          ("HF_ENDPOINT is of scheme \"%s\" and host %s, expected an address such as %s; correct"
                  + " or unset it.")
              .formatted(scheme, endpoint.getHost(), ENDPOINT));
    }
    if (endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT has a user's name in it, which would be shown in messages; take it out and"
              + " set HF_TOKEN.");
    }
    if (token.isPresent() && scheme.equals("http") && !THIS_MACHINE.contains(endpoint.getHost())) {
      throw new IllegalArgumentException(
          ("A token would go to %s without encryption; give HF_ENDPOINT an https address, or set"
                  + " HF_HUB_DISABLE_IMPLICIT_TOKEN=1 to send none.")
              .formatted(endpoint.getHost()));
    }
  }

  /** What this process's environment says. */
  public static HubSettings fromEnvironment() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** What an environment says, with the user's folder; its variables are named in messages. */
  public static HubSettings of(Map<String, String> environment, Path home) {
    Path caches = path(environment, home, "XDG_CACHE_HOME").orElse(home.resolve(".cache"));
    Path hub = path(environment, home, "HF_HOME").orElse(caches.resolve("huggingface"));
    Path cache =
        path(environment, home, "HF_HUB_CACHE")
            .or(() -> path(environment, home, "HUGGINGFACE_HUB_CACHE"))
            .orElse(hub.resolve("hub"));
    return new HubSettings(
        endpoint(environment),
        cache,
        yes(environment, "HF_HUB_OFFLINE") || yes(environment, "TRANSFORMERS_OFFLINE"),
        yes(environment, "HF_HUB_DISABLE_IMPLICIT_TOKEN")
            ? Optional.empty()
            : token(
                environment, path(environment, home, "HF_TOKEN_PATH").orElse(hub.resolve("token"))),
        patience(environment));
  }

  private static URI endpoint(Map<String, String> environment) {
    String text = environment.getOrDefault("HF_ENDPOINT", "").strip();
    try {
      return new URI(text.isEmpty() ? ENDPOINT : text.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT is no address (" + e.getReason() + "); correct or unset it.", e);
    }
  }

  private static Optional<HubToken> token(Map<String, String> environment, Path file) {
    Optional<HubToken> named =
        Stream.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
            .flatMap(name -> HubToken.of(environment.getOrDefault(name, "")).stream())
            .findFirst();
    if (named.isPresent() || !Files.isRegularFile(file)) {
      return named;
    }
    try {
      return HubToken.of(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The Hub's token file " + file + " cannot be read (" + e + "); correct its permissions.",
          e);
    }
  }

  private static Patience patience(Map<String, String> environment) {
    String name = "HF_HUB_DOWNLOAD_TIMEOUT";
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return Patience.usual();
    }
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          name + " is \"" + text + "\", expected whole seconds from 1; correct or unset it.");
    }
    return Patience.usual().withSilence(Duration.ofSeconds(Long.parseLong(text)));
  }

  private static boolean yes(Map<String, String> environment, String name) {
    return YES.contains(environment.getOrDefault(name, "").strip().toUpperCase(Locale.ROOT));
  }

  /** A folder, with ~ and variables in it replaced as huggingface_hub does. */
  private static Optional<Path> path(Map<String, String> environment, Path home, String name) {
    String text = environment.getOrDefault(name, "");
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (text.equals("~") || text.startsWith("~/")) {
      text = home + text.substring(1);
    }
    String replaced =
        VARIABLE
            .matcher(text)
            .replaceAll(
                found -> {
                  String variable = found.group(1) == null ? found.group(2) : found.group(1);
                  return Matcher.quoteReplacement(
                      environment.getOrDefault(variable, found.group()));
                });
    return Optional.of(Path.of(replaced));
  }
}
