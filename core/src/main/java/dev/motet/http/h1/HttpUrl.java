package dev.motet.http.h1;

import dev.motet.io.Destination;
import dev.motet.io.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a request of this program's own goes.
///
/// @param secure https
/// @param destination with the port of the scheme where the URL names none
/// @param authority for the field `Host`
/// @param target path and query
public record HttpUrl(boolean secure, Destination destination, String authority, String target) {
  /// @throws ProtocolException when it is no absolute http or https URL; the message is for whoever
  ///   wrote it
  public static HttpUrl parse(String text) throws ProtocolException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new ProtocolException("not a URL: " + e.getMessage());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw new ProtocolException("unsupported scheme: " + scheme);
    }
    if (uri.getHost() == null) {
      throw new ProtocolException("no host in " + text);
    }
    String authority = uri.getRawAuthority();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new HttpUrl(
        secure,
        destination(uri, secure ? 443 : 80),
        authority.substring(authority.indexOf('@') + 1),
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static Destination destination(URI uri, int defaultPort) throws ProtocolException {
    try {
      return Destination.of(uri.getHost(), uri.getPort() < 0 ? defaultPort : uri.getPort());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("not a URL: " + e.getMessage());
    }
  }
}
