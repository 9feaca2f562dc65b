package dev.motet.tls.ech;

import java.util.regex.Pattern;

/// Which names a configuration may send clients to (RFC 9849 6.1.7): host names that nobody takes
/// for an address.
final class PublicName {
  private static final int MAX_LABEL = 63;

  /// Letters, digits and hyphens, the hyphens inside (RFC 5890 2.3.1).
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

  /// A last label that programs read as part of an IPv4 address.
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");

  private PublicName() {}

  static boolean isValid(String name) {
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !NUMBER.matcher(labels[labels.length - 1]).matches();
  }
}
