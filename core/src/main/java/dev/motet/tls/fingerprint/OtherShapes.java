package dev.motet.tls.fingerprint;

import static dev.motet.tls.fingerprint.Parts.BROTLI;
import static dev.motet.tls.fingerprint.Parts.CHANNEL_ID_OLD;
import static dev.motet.tls.fingerprint.Parts.G;
import static dev.motet.tls.fingerprint.Parts.NPN;
import static dev.motet.tls.fingerprint.Parts.alpn;
import static dev.motet.tls.fingerprint.Parts.certificateTimestamps;
import static dev.motet.tls.fingerprint.Parts.compressCertificate;
import static dev.motet.tls.fingerprint.Parts.empty;
import static dev.motet.tls.fingerprint.Parts.extendedMasterSecret;
import static dev.motet.tls.fingerprint.Parts.firstGrease;
import static dev.motet.tls.fingerprint.Parts.groups;
import static dev.motet.tls.fingerprint.Parts.lastGrease;
import static dev.motet.tls.fingerprint.Parts.padding;
import static dev.motet.tls.fingerprint.Parts.place;
import static dev.motet.tls.fingerprint.Parts.pointFormats;
import static dev.motet.tls.fingerprint.Parts.preSharedKey;
import static dev.motet.tls.fingerprint.Parts.pskModes;
import static dev.motet.tls.fingerprint.Parts.renegotiationInfo;
import static dev.motet.tls.fingerprint.Parts.schemes;
import static dev.motet.tls.fingerprint.Parts.serverName;
import static dev.motet.tls.fingerprint.Parts.sessionTicket;
import static dev.motet.tls.fingerprint.Parts.shares;
import static dev.motet.tls.fingerprint.Parts.statusRequest;
import static dev.motet.tls.fingerprint.Parts.versions;

import dev.motet.tls.message.ExtensionType;
import java.util.List;

/// Browsers that were built on Chromium long ago, and clients of TLS 1.2 only.
final class OtherShapes {
  private OtherShapes() {}

  static HelloShape edge85() {
    return new HelloShape(
        "edge",
        ChromeShapes.SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            ChromeShapes.rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303, 0x0302, 0x0301),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            lastGrease(),
            padding(),
            preSharedKey()),
        false);
  }

  /// QQ 11.1
  static HelloShape qq() {
    return new HelloShape(
        "qq",
        ChromeShapes.SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            ChromeShapes.rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303, 0x0302, 0x0301),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            ChromeShapes.settings(ExtensionType.APPLICATION_SETTINGS_OLD),
            lastGrease(),
            padding(),
            preSharedKey()),
        false);
  }

  /// OkHttp on Android 11: no TLS 1.3, no application protocols.
  static HelloShape android() {
    return new HelloShape(
        "android",
        List.of(
            0xc02b, 0xc02c, 0xcca9, 0xc02f, 0xc030, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f,
            0x0035),
        List.of(
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(0x001d, 0x0017, 0x0018),
            pointFormats(),
            statusRequest(),
            schemes(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201)),
        false);
  }

  /// The browser of 360, version 7.5: no TLS 1.3.
  static HelloShape browser360() {
    return new HelloShape(
        "360",
        List.of(
            0xc00a, 0xc014, 0x0039, 0x006b, 0x0035, 0x003d, 0xc007, 0xc009, 0xc023, 0xc011, 0xc013,
            0xc027, 0x0033, 0x0067, 0x0032, 0x0005, 0x0004, 0x002f, 0x003c, 0x000a),
        List.of(
            serverName(),
            renegotiationInfo(),
            groups(0x0017, 0x0018, 0x0019),
            pointFormats(),
            sessionTicket(),
            empty(NPN),
            alpn("spdy/2", "spdy/3", "spdy/3.1", "http/1.1"),
            empty(CHANNEL_ID_OLD),
            statusRequest(),
            schemes(0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0402, 0x0202)),
        false);
  }
}
