package dev.motet.protocol.shadowtls;

import dev.motet.json.Fields;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of [ShadowTlsInbound] (inventory IN-10).
///
/// @param version 1 to 3
/// @param password of version 2
/// @param users of version 3
/// @param handshake null where every ClientHello is to name its server
/// @param handshakeForServerName by the name in the ClientHello; without effect in version 1
/// @param strictMode version 3 hides behind TLS 1.3 only
/// @param wildcardSni of version 3
record ShadowTlsInboundOptions(
    ListenOptions listen,
    int version,
    String password,
    List<ShadowTlsUser> users,
    @Nullable HandshakeOptions handshake,
    Map<String, HandshakeOptions> handshakeForServerName,
    boolean strictMode,
    WildcardSni wildcardSni)
    implements Listening {
  static final int LATEST = 3;

  static ShadowTlsInboundOptions decode(Fields f) {
    int version = version(f);
    String password = f.secret("password");
    List<ShadowTlsUser> users = f.list("users", ShadowTlsUser::decode);
    HandshakeOptions handshake = f.optional("handshake", HandshakeOptions::decode);
    WildcardSni wildcard = f.choice("wildcard_sni", WildcardSni.class, WildcardSni.OFF);
    if (wildcard == WildcardSni.OFF
        && (handshake == null || handshake.server().server().isEmpty())) {
      f.invalid("handshake", "missing default handshake information");
    }
    if (version == LATEST && users.isEmpty()) {
      f.invalid("users", "missing users");
    }
    return new ShadowTlsInboundOptions(
        ListenOptions.decode(f),
        version,
        password == null ? "" : password,
        users,
        handshake,
        f.objects("handshake_for_server_name", HandshakeOptions::decodeLeniently),
        f.bool("strict_mode", false),
        wildcard);
  }

  /// 0 is 1, as in sing-box.
  static int version(Fields f) {
    return Math.max(1, (int) f.integer("version", 0, LATEST, 1));
  }

  /// The rules say it, or the inbound that takes over.
  @Override
  public boolean isDestinationChosenByClient() {
    return false;
  }

  /// Never shows passwords.
  @Override
  public String toString() {
    return "ShadowTlsInboundOptions[" + version + ", " + users + ", ***]";
  }
}
