package magnet.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;

/** What the Hub's statuses mean, and what a user can do about each. */
final class HubStatus {

  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  private HubStatus() {}

  /**
   * Accepts a good answer.
   *
   * @param path the file that was asked for; empty for the repository itself
   * @throws Unavailable if asking again later may help
   * @throws AccessRefused if this user may not have it
   * @throws IllegalArgumentException if there is no such thing
   * @throws UncheckedIOException on any other failure
   */
  static void check(HttpCalls.Answer answer, Repo repo, String path, HubSettings settings)
      throws Unavailable {
    int status = answer.status();
    if (status / 100 == 2 || answer.isRedirect()) {
      return;
    }
    String host = answer.address().getHost();
    if (PASSING.contains(status)) {
      String busy = status == 429 ? " (too many requests)" : "";
      throw new Unavailable(host + " answered " + status + busy, asked(answer));
    }
    switch (status) {
      case 401 -> throw new AccessRefused(unknownUser(host, repo, settings));
      case 403 -> throw new AccessRefused(forbidden(host, repo, settings));
      case 404, 410 -> throw new IllegalArgumentException(absent(answer, repo, path));
      default -> {
        String message =
            ("%s answered %s when asked for %s, which is not understood; check HF_ENDPOINT, or try"
                    + " again later.")
                .formatted(host, status, repo);
        throw new UncheckedIOException(message, new IOException("HTTP status " + status));
      }
    }
  }

  /** How long the server asks to wait; null if it does not say. */
  private static Duration asked(HttpCalls.Answer answer) {
    String text = answer.header("Retry-After").strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String unknownUser(String host, Repo repo, HubSettings settings) {
    return settings.token().isPresent()
        ? ("%s does not accept the token when asked for %s (401); make a new one on"
                + " %s/settings/tokens and put it into HF_TOKEN.")
            .formatted(host, repo, settings.endpoint())
        : ("%s lets nobody see %s without a token (401): there is no such %s, or it is private or"
                + " gated; correct the name, or set HF_TOKEN to a token that may read it.")
            .formatted(host, repo, repo.kind().noun());
  }

  private static String forbidden(String host, Repo repo, HubSettings settings) {
    String user = settings.token().isPresent() ? "this token" : "a user without a token";
    return ("%s does not let %s have %s (403); accept its terms on %s/%s, and set HF_TOKEN to a"
            + " token of that account that may read it.")
        .formatted(host, user, repo, settings.endpoint(), repo.page());
  }

  private static String absent(HttpCalls.Answer answer, Repo repo, String path) {
    String host = answer.address().getHost();
    String code = answer.header("X-Error-Code");
    if (code.equals("RevisionNotFound")) {
      return "%s has no revision \"%s\" on %s (404); name one of its branches, tags or commits."
          .formatted(repo.name(), repo.revision(), host);
    }
    if (!path.isEmpty() && !code.equals("RepoNotFound")) {
      return repo + " has no file \"" + path + "\" on " + host + " (404); correct the path.";
    }
    return "There is no %s %s on %s (404); correct the name."
        .formatted(repo.kind().noun(), repo, host);
  }
}
