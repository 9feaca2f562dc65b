package dev.motet.tls.cert;

import dev.motet.io.IpLiteral;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a certificate is one for a name: by its subject alternative names only (RFC 9525).
final class ServerNames {
  /// RFC 5280 4.2.1.6
  private static final int DNS = 2;

  private static final int IP = 7;

  /// Names of a certificate that an error repeats.
  private static final int SHOWN = 3;

  private ServerNames() {}

  /// @param name a host name or an IP address, also in brackets
  static void check(X509Certificate leaf, String name) throws AlertException {
    List<String> names = new ArrayList<>();
    InetAddress address = IpLiteral.parse(bare(name));
    for (List<?> alternative : alternatives(leaf)) {
      if (alternative.get(1) instanceof String text) {
        int type = (Integer) alternative.get(0);
        if (type == DNS && address == null && matches(text, name)) {
          return;
        }
        // The JDK writes addresses as text.
        if (type == IP && address != null && address.equals(IpLiteral.parse(text))) {
          return;
        }
        if ((type == DNS || type == IP) && names.size() < SHOWN) {
          names.add(text);
        }
      }
    }
    throw new AlertException(
        Alert.BAD_CERTIFICATE,
        "certificate is for "
            + (names.isEmpty() ? "no name" : String.join(", ", names))
            + " (expected: "
            + name
            + ")");
  }

  private static Collection<List<?>> alternatives(X509Certificate leaf) throws AlertException {
    try {
      Collection<List<?>> found = leaf.getSubjectAlternativeNames();
      return found == null ? List.of() : found;
    } catch (CertificateParsingException e) {
      throw new AlertException(
          Alert.BAD_CERTIFICATE, "names of the certificate: " + e.getMessage());
    }
  }

  private static String bare(String name) {
    boolean brackets = name.startsWith("[") && name.endsWith("]");
    return brackets ? name.substring(1, name.length() - 1) : name;
  }

  // RFC 9525 6.3: a wildcard is the whole left-most label and stands for exactly one label
  static boolean matches(String pattern, String name) {
    String host = normal(name);
    String wanted = pattern.toLowerCase(Locale.ROOT);
    if (host == null || wanted.isEmpty() || wanted.endsWith(".")) {
      return false;
    }
    if (!wanted.startsWith("*.")) {
      return wanted.indexOf('*') < 0 && wanted.equals(host);
    }
    int dot = host.indexOf('.');
    String rest = wanted.substring(1);
    return dot > 0
        && rest.length() > 1
        && rest.indexOf('*') < 0
        && rest.equals(host.substring(dot));
  }

  /// In lower case without a trailing dot; null for what is no host name.
  private static @Nullable String normal(String name) {
    String host = name.toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    return host.isEmpty() || host.startsWith(".") || host.indexOf('*') >= 0 ? null : host;
  }
}
