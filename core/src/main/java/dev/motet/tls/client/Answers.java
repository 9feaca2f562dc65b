package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.ServerHello;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules for what a server may choose and answer, whatever the version.
final class Answers {
  private Answers() {}

  /// Refuses answers that were not asked for, and those that have no place in their message.
  ///
  /// @param place where they stand, for messages
  /// @param allowed types that may stand there
  static void check(SentHello hello, List<Extension> extensions, Set<Integer> allowed, String place)
      throws AlertException {
    for (Extension extension : extensions) {
      int type = extension.type();
      // RFC 8446 4.2: an answer to nothing aborts with unsupported_extension; a cookie is none
      if (!hello.offersExtension(type) && type != ExtensionType.COOKIE) {
        throw new AlertException(
            Alert.UNSUPPORTED_EXTENSION, "extension " + type + " in " + place + " was not offered");
      }
      // RFC 8446 4.2: … one in the wrong message with illegal_parameter
      if (!allowed.contains(type)) {
        throw illegal("extension " + type + " in " + place);
      }
    }
  }

  /// The suite of a ServerHello that can be spoken, was offered, and is of the version.
  static CipherSuite suite(ClientConfig config, SentHello hello, ServerHello answer, boolean tls13)
      throws AlertException {
    int code = answer.cipherSuite();
    String name = "cipher suite 0x%04x".formatted(code);
    // RFC 8446 4.1.3: a suite that was not offered aborts with illegal_parameter.
    if (!hello.offersSuite(code)) {
      throw illegal(name + " was not offered");
    }
    CipherSuite suite = CipherSuite.of(code);
    if (suite == null) {
      throw new AlertException(
          Alert.HANDSHAKE_FAILURE,
          name + " is in the fingerprint, but cannot be spoken (expected: ECDHE with an AEAD)");
    }
    if (suite.isTls13() != tls13) {
      throw illegal(name + " is not of TLS " + (tls13 ? "1.3" : "1.2"));
    }
    if (!config.suites().isEmpty() && !config.suites().contains(code)) {
      throw new AlertException(Alert.HANDSHAKE_FAILURE, suite + " is not in cipher_suites");
    }
    return suite;
  }

  /// The chosen application protocol; null for none.
  static @Nullable String alpn(SentHello hello, List<Extension> extensions)
      throws ProtocolException {
    byte[] body = Extension.find(extensions, ExtensionType.ALPN);
    if (body == null) {
      return null;
    }
    List<String> names = Extension.names(body);
    // RFC 7301 3.1: exactly one name, of those that were offered
    if (names.size() != 1) {
      throw illegal(names.size() + " application protocols (expected: 1)");
    }
    String name = names.getFirst();
    if (!hello.hello().extensions().alpn().contains(name)) {
      throw illegal("application protocol \"" + name + "\" was not offered");
    }
    return name;
  }

  /// The limit of the peer for records; 0 for none.
  static int recordLimit(List<Extension> extensions) throws ProtocolException {
    byte[] body = Extension.find(extensions, ExtensionType.RECORD_SIZE_LIMIT);
    if (body == null) {
      return 0;
    }
    int limit = Extension.number(body);
    // RFC 8449 4: less than 64 aborts with illegal_parameter.
    if (limit < 64) {
      throw illegal("record size limit " + limit + " (expected: at least 64)");
    }
    return limit;
  }

  static AlertException illegal(String message) {
    return new AlertException(Alert.ILLEGAL_PARAMETER, message);
  }
}
