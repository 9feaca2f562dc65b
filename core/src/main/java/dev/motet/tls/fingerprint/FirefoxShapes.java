package dev.motet.tls.fingerprint;

import static dev.motet.tls.fingerprint.Parts.AES_128_GCM;
import static dev.motet.tls.fingerprint.Parts.BROTLI;
import static dev.motet.tls.fingerprint.Parts.CHACHA20_POLY1305;
import static dev.motet.tls.fingerprint.Parts.ZLIB;
import static dev.motet.tls.fingerprint.Parts.ZSTD;
import static dev.motet.tls.fingerprint.Parts.alpn;
import static dev.motet.tls.fingerprint.Parts.certificateTimestamps;
import static dev.motet.tls.fingerprint.Parts.compressCertificate;
import static dev.motet.tls.fingerprint.Parts.extendedMasterSecret;
import static dev.motet.tls.fingerprint.Parts.fixed;
import static dev.motet.tls.fingerprint.Parts.groups;
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

/// Firefox, by the first major version that sent the hello. No GREASE but that of ECH, no padding,
/// one order.
final class FirefoxShapes {
  private static final List<Integer> SUITES =
      List.of(
          0x1301, 0x1303, 0x1302, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc02c, 0xc030, 0xc00a, 0xc009,
          0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035);

  private static final List<Integer> SUITES_153 =
      List.of(
          0x1301, 0x1303, 0x1302, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc02c, 0xc030, 0xc00a, 0xc013,
          0xc014, 0x009c, 0x009d, 0x002f, 0x0035);

  private static final int RECORD_BYTES = 0x4001;

  private FirefoxShapes() {}

  static HelloShape firefox120() {
    return new HelloShape(
        "firefox_120",
        SUITES,
        List.of(
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(0x001d, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            delegatedCredentials(),
            shares(0x001d, 0x0017),
            versions(0x0304, 0x0303),
            allSchemes(),
            place(ExtensionType.COOKIE),
            pskModes(),
            new ShapeExtension.RecordSizeLimit(RECORD_BYTES),
            echGrease(),
            preSharedKey()),
        false);
  }

  /// With the hybrid key share of ML-KEM, and compressed certificates.
  static HelloShape firefox133() {
    return new HelloShape(
        "firefox_133",
        SUITES,
        List.of(
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            hybridGroups(),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            delegatedCredentials(),
            hybridShares(),
            versions(0x0304, 0x0303),
            allSchemes(),
            place(ExtensionType.COOKIE),
            pskModes(),
            new ShapeExtension.RecordSizeLimit(RECORD_BYTES),
            compressCertificate(ZLIB, BROTLI, ZSTD),
            echGrease(),
            preSharedKey()),
        false);
  }

  /// With certificate timestamps.
  static HelloShape firefox135() {
    return new HelloShape("firefox_135", SUITES, withTimestamps(), false);
  }

  /// As published for version 148: without tickets and their modes.
  static HelloShape firefox148() {
    return new HelloShape(
        "firefox_148",
        SUITES,
        List.of(
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            hybridGroups(),
            pointFormats(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            delegatedCredentials(),
            certificateTimestamps(),
            hybridShares(),
            versions(0x0304, 0x0303),
            allSchemes(),
            place(ExtensionType.COOKIE),
            new ShapeExtension.RecordSizeLimit(RECORD_BYTES),
            compressCertificate(ZLIB, BROTLI, ZSTD),
            echGrease()),
        false);
  }

  /// Without one of the suites of CBC.
  static HelloShape firefox153() {
    return new HelloShape("firefox_153", SUITES_153, withTimestamps(), false);
  }

  private static List<ShapeExtension> withTimestamps() {
    return List.of(
        serverName(),
        extendedMasterSecret(),
        renegotiationInfo(),
        hybridGroups(),
        pointFormats(),
        sessionTicket(),
        alpn("h2", "http/1.1"),
        statusRequest(),
        delegatedCredentials(),
        certificateTimestamps(),
        hybridShares(),
        versions(0x0304, 0x0303),
        allSchemes(),
        place(ExtensionType.COOKIE),
        pskModes(),
        new ShapeExtension.RecordSizeLimit(RECORD_BYTES),
        compressCertificate(ZLIB, BROTLI, ZSTD),
        echGrease(),
        preSharedKey());
  }

  private static ShapeExtension hybridGroups() {
    return groups(0x11ec, 0x001d, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101);
  }

  private static ShapeExtension hybridShares() {
    return new ShapeExtension.Shares(List.of(0x11ec, 0x001d, 0x0017), true);
  }

  private static ShapeExtension allSchemes() {
    return schemes(
        0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201);
  }

  private static ShapeExtension delegatedCredentials() {
    return fixed(ExtensionType.DELEGATED_CREDENTIALS, "00080403050306030203");
  }

  private static ShapeExtension echGrease() {
    return new ShapeExtension.EchGrease(List.of(AES_128_GCM, CHACHA20_POLY1305), List.of(239));
  }
}
