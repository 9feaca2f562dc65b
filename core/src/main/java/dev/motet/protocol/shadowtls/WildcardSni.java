package dev.motet.protocol.shadowtls;

import java.util.Locale;

/// Whose handshakes go to the server that the ClientHello names, at port 443 (`wildcard_sni`).
enum WildcardSni {
  OFF,
  /// Those of clients who know a password.
  AUTHED,
  ALL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
