package magnet.hub;

import java.net.http.HttpRequest;
import java.util.Optional;

/** What lets a user into private and gated repositories. It is sent, and never shown. */
public final class HubToken {

  private final String secret;

  private HubToken(String secret) {
    this.secret = secret;
  }

  /** A token as a user or a file gives it; empty if there is nothing but white space. */
  public static Optional<HubToken> of(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return Optional.empty();
    }
    if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "The Hub's token has characters that no token has (white space, or none of ASCII); copy"
              + " it again into HF_TOKEN or the token file.");
    }
    return Optional.of(new HubToken(stripped));
  }

  void putInto(HttpRequest.Builder request) {
    request.header("Authorization", "Bearer " + secret);
  }

  /** Never the token itself. */
  @Override
  public String toString() {
    return "a token";
  }
}
