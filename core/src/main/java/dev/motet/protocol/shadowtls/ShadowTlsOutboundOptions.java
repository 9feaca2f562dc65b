package dev.motet.protocol.shadowtls;

import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.option.TlsClientOptions;
import org.jspecify.annotations.Nullable;

/// Options of [ShadowTlsOutbound] (inventory OUT-16).
///
/// @param version 1 to 3
/// @param password of versions 2 and 3
/// @param tls null only where that was noted as an error
record ShadowTlsOutboundOptions(
    ServerOptions server,
    DialOptions dial,
    int version,
    String password,
    @Nullable TlsClientOptions tls) {
  private static final int TLS_1_2 = 0x0303;

  static ShadowTlsOutboundOptions decode(Fields f) {
    ServerOptions server = ServerOptions.decode(f);
    int version = ShadowTlsInboundOptions.version(f);
    String password = f.secret("password");
    TlsClientOptions tls = TlsClientOptions.decode(f, server.server());
    if (tls == null) {
      f.invalid("tls", "TLS required");
    } else {
      check(f, tls, version);
    }
    return new ShadowTlsOutboundOptions(
        server,
        DialOptions.decode(f),
        version,
        password == null ? "" : password,
        // inventory OUT-16: version 1 needs to see where the handshake ends
        tls != null && version == 1 ? tls.withVersion(TLS_1_2) : tls);
  }

  private static void check(Fields f, TlsClientOptions tls, int version) {
    if (tls.reality() != null) {
      f.invalid("tls", "reality is not possible with shadowtls: both need the session id");
    }
    if (tls.ech() != null && version == 1) {
      f.invalid("tls", "ech is not possible with version 1, which speaks TLS 1.2");
    }
    if (version != ShadowTlsInboundOptions.LATEST) {
      return;
    }
    if (tls.ech() != null) {
      f.invalid(
          "tls", "ech is not possible with version 3: the hello that is seen has no password");
    }
    if (tls.fragment() != null && tls.fragment().recordFragment()) {
      f.warn(
          "tls", "record_fragment: servers find no password in a hello that is cut into records");
    }
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "ShadowTlsOutboundOptions[" + server + ", " + version + ", ***]";
  }
}
