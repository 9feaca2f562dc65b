package dev.motet.tls.fingerprint;

import static dev.motet.tls.fingerprint.Parts.G;
import static dev.motet.tls.fingerprint.Parts.ZLIB;
import static dev.motet.tls.fingerprint.Parts.alpn;
import static dev.motet.tls.fingerprint.Parts.certificateTimestamps;
import static dev.motet.tls.fingerprint.Parts.compressCertificate;
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
import static dev.motet.tls.fingerprint.Parts.shares;
import static dev.motet.tls.fingerprint.Parts.statusRequest;
import static dev.motet.tls.fingerprint.Parts.versions;

import dev.motet.tls.message.ExtensionType;
import java.util.List;

/// Safari on macOS and on iOS: GREASE, one order, no ECH.
final class SafariShapes {
  private static final List<Integer> SUITES_IOS_14 =
      List.of(
          G, 0x1301, 0x1302, 0x1303, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8, 0xc024, 0xc023,
          0xc00a, 0xc009, 0xc028, 0xc027, 0xc014, 0xc013, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035,
          0x002f, 0xc008, 0xc012, 0x000a);

  private static final List<Integer> SUITES_16 =
      List.of(
          G, 0x1301, 0x1302, 0x1303, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8, 0xc00a, 0xc009,
          0xc014, 0xc013, 0x009d, 0x009c, 0x0035, 0x002f, 0xc008, 0xc012, 0x000a);

  private static final List<Integer> SUITES_26 =
      List.of(
          G, 0x1302, 0x1303, 0x1301, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8, 0xc00a, 0xc009,
          0xc014, 0xc013, 0x009d, 0x009c, 0x0035, 0x002f, 0xc008, 0xc012, 0x000a);

  private SafariShapes() {}

  /// iOS 14; Safari 15 on macOS sends the same.
  static HelloShape ios14() {
    return new HelloShape(
        "ios_14",
        SUITES_IOS_14,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x001d, 0x0017, 0x0018, 0x0019),
            pointFormats(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            withSha1(),
            certificateTimestamps(),
            shares(G, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303, 0x0302, 0x0301),
            place(ExtensionType.COOKIE),
            lastGrease(),
            padding(),
            preSharedKey()),
        false);
  }

  /// With compressed certificates.
  static HelloShape safari16() {
    return new HelloShape("safari_16", SUITES_16, compressed(withSha1()), false);
  }

  /// Without ECDSA with SHA-1.
  static HelloShape safari18() {
    return new HelloShape("safari_18", SUITES_16, compressed(withoutEcdsaSha1()), false);
  }

  /// With the hybrid key share of ML-KEM, and nothing older than TLS 1.2.
  static HelloShape safari26() {
    return new HelloShape(
        "safari_26",
        SUITES_26,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018, 0x0019),
            pointFormats(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            withoutEcdsaSha1(),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(ZLIB),
            lastGrease(),
            preSharedKey()),
        false);
  }

  private static List<ShapeExtension> compressed(ShapeExtension schemes) {
    return List.of(
        firstGrease(),
        serverName(),
        extendedMasterSecret(),
        renegotiationInfo(),
        groups(G, 0x001d, 0x0017, 0x0018, 0x0019),
        pointFormats(),
        alpn("h2", "http/1.1"),
        statusRequest(),
        schemes,
        certificateTimestamps(),
        shares(G, 0x001d),
        pskModes(),
        versions(G, 0x0304, 0x0303, 0x0302, 0x0301),
        place(ExtensionType.COOKIE),
        compressCertificate(ZLIB),
        lastGrease(),
        padding(),
        preSharedKey());
  }

  // 0805 stands there twice in all of them.
  private static ShapeExtension withSha1() {
    return schemes(
        0x0403, 0x0804, 0x0401, 0x0503, 0x0203, 0x0805, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201);
  }

  private static ShapeExtension withoutEcdsaSha1() {
    return schemes(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201);
  }
}
