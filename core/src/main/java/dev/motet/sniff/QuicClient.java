package dev.motet.sniff;

import dev.motet.quic.frame.Frame;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.HelloExtensions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which program sent a QUIC handshake, by the layout of its first packet and by its
/// ClientHello, as sing-box does (inventory SN-8): rules depend on the same answer.
final class QuicClient {
  static final String CHROMIUM = "chromium";
  static final String FIREFOX = "firefox";
  static final String SAFARI = "safari";
  static final String QUIC_GO = "quic-go";
  static final String UNKNOWN = "unknown";

  private static final int TLS_AES_256_GCM_SHA384 = 0x1302;
  private static final int X25519 = 29;
  private static final int ECDSA_SECP256R1_SHA256 = 0x0403;

  private QuicClient() {}

  /// @param frames of the packet that held the whole hello
  static String of(List<Frame> frames, ClientHello hello) {
    if (frames.size() == 1) {
      return FIREFOX;
    }
    boolean cryptoAndPadding = frames.size() == 2;
    if (cryptoAndPadding && frames.getLast() instanceof Frame.Padding && isApple(hello)) {
      return SAFARI;
    }
    if (cryptoAndPadding && frames.getFirst() instanceof Frame.Padding) {
      return QUIC_GO;
    }
    long pieces = frames.stream().filter(frame -> frame instanceof Frame.Crypto).count();
    if (pieces > 1 || frames.contains(Frame.Ping.PING)) {
      return isChrome115(hello) ? CHROMIUM : QUIC_GO;
    }
    return UNKNOWN;
  }

  private static boolean isApple(ClientHello hello) {
    HelloExtensions extensions = hello.extensions();
    boolean browser =
        extensions.versions().size() == 2
            && Grease.is(extensions.versions().getFirst())
            && extensions.groups().size() == 5
            && Grease.is(extensions.groups().getFirst());
    boolean relay =
        hello.cipherSuites().equals(List.of(TLS_AES_256_GCM_SHA384))
            && extensions.groups().equals(List.of(X25519))
            && extensions.signatureAlgorithms().equals(List.of(ECDSA_SECP256R1_SHA256));
    return browser || relay;
  }

  /// The last Chrome whose hello fits into one packet; who else cuts such a one is called quic-go.
  private static boolean isChrome115(ClientHello hello) {
    HelloExtensions extensions = hello.extensions();
    Set<Integer> types = new HashSet<>();
    for (Extension extension : extensions.all()) {
      types.add(extension.type());
    }
    return hello.version() == 0x0303
        && hello.cipherSuites().equals(List.of(0x1301, 0x1302, 0x1303))
        && types.equals(Set.of(0, 10, 13, 16, 27, 43, 45, 51, 57, 17513))
        && extensions.groups().equals(List.of(29, 23, 24))
        && extensions
            .signatureAlgorithms()
            .equals(
                List.of(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201));
  }
}
