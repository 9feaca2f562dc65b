package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import java.util.Arrays;

/// Which version a server chose, and whether it may.
final class Versions {
  private static final int SENTINEL_BYTES = 8;

  /// RFC 8446 4.1.3: "DOWNGRD" and 1 for TLS 1.2, 0 for what is older.
  private static final byte[] SENTINEL = {'D', 'O', 'W', 'N', 'G', 'R', 'D'};

  private Versions() {}

  static int chosen(ClientConfig config, SentHello hello, ServerHello answer)
      throws ProtocolException {
    byte[] selected = answer.extension(ExtensionType.SUPPORTED_VERSIONS);
    int version = selected == null ? old(hello, answer) : selected(hello, answer, selected);
    if (!hello.offersVersion(version)
        || version < config.minVersion()
        || version > config.maxVersion()) {
      throw new AlertException(
          Alert.PROTOCOL_VERSION,
          "server chose version 0x%04x (expected: 0x%04x to 0x%04x)"
              .formatted(version, config.minVersion(), config.maxVersion()));
    }
    return version;
  }

  private static int selected(SentHello hello, ServerHello answer, byte[] body)
      throws ProtocolException {
    if (!hello.offersExtension(ExtensionType.SUPPORTED_VERSIONS)) {
      throw new AlertException(
          Alert.UNSUPPORTED_EXTENSION, "supported_versions in ServerHello was not offered");
    }
    int version = Extension.number(body);
    // RFC 8446 4.2.1: the extension chooses no version before TLS 1.3.
    if (version < ProtocolVersion.TLS_1_3 || !hello.offersVersion(version)) {
      throw Answers.illegal("supported_versions chose 0x%04x".formatted(version));
    }
    // RFC 8446 4.1.3: legacy_version is that of TLS 1.2.
    if (answer.version() != ProtocolVersion.TLS_1_2) {
      throw Answers.illegal("legacy_version 0x%04x".formatted(answer.version()));
    }
    return version;
  }

  private static int old(SentHello hello, ServerHello answer) throws AlertException {
    if (answer.isRetryRequest()) {
      throw new AlertException(
          Alert.MISSING_EXTENSION, "HelloRetryRequest without supported_versions");
    }
    if (answer.version() > ProtocolVersion.TLS_1_2) {
      throw Answers.illegal("version 0x%04x in ServerHello".formatted(answer.version()));
    }
    // RFC 8446 4.1.3: a downgrade sentinel aborts the handshake.
    if (hello.offersTls13() && hasSentinel(answer.random())) {
      throw Answers.illegal(
          "server speaks TLS 1.3, but answered with 0x%04x: the hello was changed on its way"
              .formatted(answer.version()));
    }
    return answer.version();
  }

  private static boolean hasSentinel(byte[] random) {
    int from = random.length - SENTINEL_BYTES;
    int last = random[random.length - 1];
    return Arrays.equals(random, from, random.length - 1, SENTINEL, 0, SENTINEL.length)
        && (last == 0 || last == 1);
  }
}
