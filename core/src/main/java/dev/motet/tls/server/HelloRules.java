package dev.motet.tls.server;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HelloExtensions;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ProtocolVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a ClientHello of TLS 1.3 must hold, and what a second one may change.
final class HelloRules {
  /// RFC 8449 4
  private static final int MIN_RECORD_SIZE_LIMIT = 64;

  /// RFC 8446 4.1.2 lets these change; RFC 9849 6.1.5 the encrypted hello.
  private static final Set<Integer> CHANGING =
      Set.of(
          ExtensionType.KEY_SHARE,
          ExtensionType.EARLY_DATA,
          ExtensionType.COOKIE,
          ExtensionType.PRE_SHARED_KEY,
          ExtensionType.PADDING,
          ExtensionType.ENCRYPTED_CLIENT_HELLO);

  private HelloRules() {}

  static boolean offersEarlyData(ClientHello hello) {
    return hello.extensions().has(ExtensionType.EARLY_DATA);
  }

  /// @throws AlertException when the hello is not one of TLS 1.3, or breaks its rules
  static void check(ClientHello hello, boolean quic) throws AlertException {
    HelloExtensions extensions = hello.extensions();
    // RFC 8446 4.2.1: without supported_versions it is TLS 1.2 at most
    if (!extensions.versions().contains(ProtocolVersion.TLS_1_3)) {
      throw new AlertException(
          Alert.PROTOCOL_VERSION,
          "versions " + extensions.versions() + " (expected: TLS 1.3 among them)");
    }
    // RFC 8446 4.1.2: exactly one byte, set to zero
    if (!hello.compressionMethods().equals(List.of(0))) {
      throw illegal("compression methods " + hello.compressionMethods() + " (expected: 0)");
    }
    // RFC 9001 8.4: no compatibility mode
    if (quic && hello.sessionId().length > 0) {
      throw illegal("session id over QUIC");
    }
    checkPresence(extensions);
    checkShares(extensions);
    checkRecordSizeLimit(extensions);
  }

  private static void checkPresence(HelloExtensions extensions) throws AlertException {
    boolean resumes = extensions.has(ExtensionType.PRE_SHARED_KEY);
    // RFC 8446 9.2: without a pre-shared key both are needed
    if (!resumes) {
      require(extensions, ExtensionType.SIGNATURE_ALGORITHMS, "signature_algorithms");
    }
    require(extensions, ExtensionType.SUPPORTED_GROUPS, "supported_groups");
    // RFC 8446 9.2: supported_groups needs key_share, which may be empty
    require(extensions, ExtensionType.KEY_SHARE, "key_share");
    // RFC 8446 4.2.9: who offers pre_shared_key says how it may be used
    if (resumes) {
      require(extensions, ExtensionType.PSK_KEY_EXCHANGE_MODES, "psk_key_exchange_modes");
    }
    // RFC 8446 4.2.10: early data is protected with the first pre-shared key
    if (extensions.has(ExtensionType.EARLY_DATA) && !resumes) {
      throw illegal("early_data without pre_shared_key");
    }
  }

  private static void require(HelloExtensions extensions, int type, String name)
      throws AlertException {
    if (!extensions.has(type)) {
      throw new AlertException(Alert.MISSING_EXTENSION, "ClientHello without " + name);
    }
  }

  /// RFC 8446 4.2.8: one share for a group, and only for groups that are listed.
  private static void checkShares(HelloExtensions extensions) throws AlertException {
    Set<Integer> groups = new HashSet<>(extensions.groups());
    for (KeyShare share : extensions.keyShares()) {
      if (!groups.remove(share.group())) {
        throw illegal("share of group " + share.group() + " that is there twice or not listed");
      }
    }
  }

  private static void checkRecordSizeLimit(HelloExtensions extensions) throws AlertException {
    byte[] body = Extension.find(extensions.all(), ExtensionType.RECORD_SIZE_LIMIT);
    if (body == null) {
      return;
    }
    int limit = recordSizeLimit(body);
    if (limit < MIN_RECORD_SIZE_LIMIT) {
      throw illegal("record_size_limit " + limit + " (expected: at least 64)");
    }
  }

  /// The value of record_size_limit.
  static int recordSizeLimit(byte[] body) throws AlertException {
    try {
      return Extension.number(body);
    } catch (ProtocolException e) {
      throw AlertException.undecodable("record_size_limit", e);
    }
  }

  // ke_modes (u8 length): 0 psk_ke, 1 psk_dhe_ke
  /// Whether a ticket may be used together with a key agreement (RFC 8446 4.2.9).
  static boolean allowsPskWithDhe(HelloExtensions extensions) throws AlertException {
    byte[] body = Extension.find(extensions.all(), ExtensionType.PSK_KEY_EXCHANGE_MODES);
    if (body == null) {
      return false;
    }
    try {
      ByteReader in = new ByteReader(body);
      byte[] modes = in.bytes(in.u8());
      in.end();
      boolean found = false;
      for (byte mode : modes) {
        found |= mode == 1;
      }
      return found;
    } catch (ProtocolException e) {
      throw AlertException.undecodable("psk_key_exchange_modes", e);
    }
  }

  /// RFC 8446 4.1.2: the hello after a HelloRetryRequest is the first one but for what it asked
  /// for.
  static void checkSecond(ClientHello first, ClientHello second, int group) throws AlertException {
    if (first.version() != second.version()
        || !Arrays.equals(first.random(), second.random())
        || !Arrays.equals(first.sessionId(), second.sessionId())
        || !first.cipherSuites().equals(second.cipherSuites())
        || !first.compressionMethods().equals(second.compressionMethods())) {
      throw illegal("second ClientHello differs from the first");
    }
    List<Extension> before = lasting(first);
    List<Extension> after = lasting(second);
    boolean same = before.size() == after.size();
    for (int i = 0; same && i < before.size(); i++) {
      same =
          before.get(i).type() == after.get(i).type()
              && Arrays.equals(before.get(i).body(), after.get(i).body());
    }
    if (!same) {
      throw illegal("extensions of the second ClientHello differ from those of the first");
    }
    // RFC 8446 4.2.10: no early data after a HelloRetryRequest
    if (offersEarlyData(second)) {
      throw illegal("early_data after a HelloRetryRequest");
    }
    // RFC 8446 4.2.2: no cookie was given
    if (second.extensions().has(ExtensionType.COOKIE)) {
      throw illegal("cookie that was not given");
    }
    // RFC 8446 4.2.8: a single share, of the group that was asked for
    List<KeyShare> shares = second.extensions().keyShares();
    if (shares.size() != 1 || shares.getFirst().group() != group) {
      throw illegal("second ClientHello without exactly one share, of group " + group);
    }
  }

  private static List<Extension> lasting(ClientHello hello) {
    List<Extension> lasting = new ArrayList<>(hello.extensions().all());
    lasting.removeIf(extension -> CHANGING.contains(extension.type()));
    return lasting;
  }

  private static AlertException illegal(String message) {
    return new AlertException(Alert.ILLEGAL_PARAMETER, message);
  }
}
