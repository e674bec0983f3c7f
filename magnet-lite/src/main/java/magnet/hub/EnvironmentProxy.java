package magnet.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, as every Python
 * client reads them and Java does not; where they are not set, what Java's own settings say.
 */
final class EnvironmentProxy extends ProxySelector {

  private final Map<String, String> environment;

  EnvironmentProxy(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    String proxy = value(scheme + "_proxy");
    if (proxy.isEmpty()) {
      proxy = value("all_proxy");
    }
    if (proxy.isEmpty()) {
      ProxySelector own = ProxySelector.getDefault();
      return own == null ? List.of(Proxy.NO_PROXY) : own.select(address);
    }
    return List.of(isExcluded(address.getHost()) ? Proxy.NO_PROXY : parse(scheme, proxy));
  }

  private static Proxy parse(String scheme, String text) {
    URI proxy;
    try {
      proxy = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw unusable(scheme, "is no address");
    }
    if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null) {
      throw unusable(scheme, "is not the address of an http proxy");
    }
    if (proxy.getUserInfo() != null) {
      throw unusable(scheme, "has a password, which is not supported");
    }
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  /** The value is not shown: it may hold a password. */
  private static IllegalArgumentException unusable(String scheme, String why) {
    return new IllegalArgumentException(
        "The proxy that %s_PROXY names %s; give it as http://host:port, or unset it."
            .formatted(scheme.toUpperCase(Locale.ROOT), why));
  }

  private boolean isExcluded(String host) {
    String asked = "." + host.toLowerCase(Locale.ROOT);
    return Stream.of(value("no_proxy").split(","))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
        .anyMatch(end -> end.equals("*") || !end.isEmpty() && asked.endsWith("." + end));
  }

  private String value(String name) {
    String lower = environment.getOrDefault(name, "").strip();
    return lower.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : lower;
  }

  /** Nothing to remember: the call that failed reports it itself. */
  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {}
}
