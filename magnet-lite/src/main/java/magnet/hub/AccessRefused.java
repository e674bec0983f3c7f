package magnet.hub;

/** The Hub does not let this user in, or not without a token. */
public final class AccessRefused extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  AccessRefused(String message) {
    super(message);
  }
}
