package dev.motet.tls.fingerprint;

import static dev.motet.tls.fingerprint.Parts.AES_128_GCM;
import static dev.motet.tls.fingerprint.Parts.BROTLI;
import static dev.motet.tls.fingerprint.Parts.CHACHA20_POLY1305;
import static dev.motet.tls.fingerprint.Parts.G;
import static dev.motet.tls.fingerprint.Parts.TRUST_ANCHORS;
import static dev.motet.tls.fingerprint.Parts.alpn;
import static dev.motet.tls.fingerprint.Parts.certificateTimestamps;
import static dev.motet.tls.fingerprint.Parts.compressCertificate;
import static dev.motet.tls.fingerprint.Parts.extendedMasterSecret;
import static dev.motet.tls.fingerprint.Parts.firstGrease;
import static dev.motet.tls.fingerprint.Parts.fixed;
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

/// Chrome and Chromium, by the first major version that sent the hello.
final class ChromeShapes {
  static final List<Integer> SUITES =
      List.of(
          G, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
          0x009c, 0x009d, 0x002f, 0x0035);

  private static final List<Integer> ECH_BYTES = List.of(144, 176, 208, 240);

  /// What Chromium 156 has built in: `u16` length, then each identifier after its `u8` length, all
  /// in their order as bytes. An update of Chrome's root store changes it.
  private static final String TRUST_ANCHOR_IDS =
      "00b8"
          + "0582df130201"
          + "0582df130206"
          + "0582df13020d"
          + "0582df13020e"
          + "0582df13020f"
          + "0582df130212"
          + "0582df130213"
          + "0582df130214"
          + "08839a648c9b2d0107"
          + "08839a648c9b2d0108"
          + "08839a648c9b2d0109"
          + "08839a648c9b2d010a"
          + "08839a648c9b2d010b"
          + "08839a648c9b2d010c"
          + "08839a648c9b2d010d"
          + "08839a648c9b2d0112"
          + "08839a648c9b2d0113"
          + "04d6790901"
          + "04d6790904"
          + "04d6790905"
          + "04d6790906"
          + "04d6790907"
          + "04d6790908"
          + "04d679090a"
          + "04d679090b"
          + "04d679090c"
          + "04d679090d"
          + "04d679090f";

  private ChromeShapes() {}

  /// ALPS, in its first years; the order is fixed.
  static HelloShape chrome99() {
    return new HelloShape(
        "chrome_99",
        SUITES,
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
            rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS_OLD),
            lastGrease(),
            padding(),
            preSharedKey()),
        false);
  }

  /// The same in an order that is drawn.
  static HelloShape chrome110() {
    return new HelloShape("chrome_110", SUITES, chrome99().extensions(), true);
  }

  /// With GREASE ECH.
  static HelloShape chrome120() {
    return new HelloShape(
        "chrome_120",
        SUITES,
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
            rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS_OLD),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM), ECH_BYTES),
            lastGrease(),
            padding(),
            preSharedKey()),
        true);
  }

  /// With the hybrid key share of ML-KEM.
  static HelloShape chrome131() {
    return new HelloShape(
        "chrome_131",
        SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS_OLD),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM), ECH_BYTES),
            lastGrease(),
            padding(),
            preSharedKey()),
        true);
  }

  /// Chrome 133 as uTLS has it, which is what sing-box sends: GREASE ECH of either AEAD, and no
  /// padding where the hybrid group is left out.
  static HelloShape chrome() {
    return new HelloShape(
        "chrome",
        SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM, CHACHA20_POLY1305), ECH_BYTES),
            lastGrease(),
            preSharedKey()),
        true);
  }

  /// ALPS under its new number.
  static HelloShape chrome133() {
    return new HelloShape(
        "chrome_133",
        SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            rsaAndEcdsa(),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM), ECH_BYTES),
            lastGrease(),
            padding(),
            preSharedKey()),
        true);
  }

  /// With signatures of ML-DSA.
  static HelloShape chrome150() {
    return new HelloShape(
        "chrome_150",
        SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            schemes(
                0x0904, 0x0905, 0x0906, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806,
                0x0601),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM), ECH_BYTES),
            lastGrease(),
            padding(),
            preSharedKey()),
        true);
  }

  /// With the identifiers of the trust anchors that it has, and GREASE among the signatures.
  static HelloShape chrome156() {
    return new HelloShape(
        "chrome_156",
        SUITES,
        List.of(
            firstGrease(),
            serverName(),
            extendedMasterSecret(),
            renegotiationInfo(),
            groups(G, 0x11ec, 0x001d, 0x0017, 0x0018),
            pointFormats(),
            sessionTicket(),
            alpn("h2", "http/1.1"),
            statusRequest(),
            schemes(
                G, 0x0904, 0x0905, 0x0906, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806,
                0x0601),
            certificateTimestamps(),
            shares(G, 0x11ec, 0x001d),
            pskModes(),
            versions(G, 0x0304, 0x0303),
            place(ExtensionType.COOKIE),
            compressCertificate(BROTLI),
            settings(ExtensionType.APPLICATION_SETTINGS),
            new ShapeExtension.EchGrease(List.of(AES_128_GCM), ECH_BYTES),
            fixed(TRUST_ANCHORS, TRUST_ANCHOR_IDS),
            lastGrease(),
            padding(),
            preSharedKey()),
        true);
  }

  static ShapeExtension rsaAndEcdsa() {
    return schemes(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601);
  }

  static ShapeExtension settings(int type) {
    return new ShapeExtension.ApplicationSettings(type, List.of("h2"));
  }
}
