package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ExtensionType;
import java.util.HexFormat;
import java.util.List;

/// The words in which shapes are written down: extensions that many programs send alike, and lists
/// of numbers.
final class Parts {
  /// Stands for GREASE.
  static final int G = Grease.PLACEHOLDER;

  /// Next protocol negotiation, given up for ALPN.
  static final int NPN = 13172;

  /// Channel ID under the number of its draft.
  static final int CHANNEL_ID_OLD = 30031;

  /// Trust anchors a client has (draft-ietf-tls-trust-anchor-ids).
  static final int TRUST_ANCHORS = 0xca34;

  static final int ZLIB = 1;
  static final int BROTLI = 2;
  static final int ZSTD = 3;

  /// Of HPKE (RFC 9180 7.3).
  static final int AES_128_GCM = 1;

  static final int CHACHA20_POLY1305 = 3;

  private Parts() {}

  static ShapeExtension empty(int type) {
    return new ShapeExtension.Fixed(type, new byte[0]);
  }

  static ShapeExtension fixed(int type, String hex) {
    return new ShapeExtension.Fixed(type, HexFormat.of().parseHex(hex));
  }

  /// BoringSSL: of its two GREASE extensions the first is empty.
  static ShapeExtension firstGrease() {
    return new ShapeExtension.GreaseSlot(new byte[0]);
  }

  /// … and the last one has a byte 00.
  static ShapeExtension lastGrease() {
    return new ShapeExtension.GreaseSlot(new byte[1]);
  }

  static ShapeExtension serverName() {
    return new ShapeExtension.ServerName();
  }

  /// OCSP, any responder, no extensions (RFC 6066 8).
  static ShapeExtension statusRequest() {
    return fixed(ExtensionType.STATUS_REQUEST, "0100000000");
  }

  static ShapeExtension groups(Integer... groups) {
    return new ShapeExtension.Groups(List.of(groups));
  }

  /// Uncompressed points only.
  static ShapeExtension pointFormats() {
    return fixed(ExtensionType.EC_POINT_FORMATS, "0100");
  }

  static ShapeExtension schemes(Integer... schemes) {
    return new ShapeExtension.SignatureSchemes(List.of(schemes));
  }

  static ShapeExtension alpn(String... protocols) {
    return new ShapeExtension.Alpn(List.of(protocols));
  }

  static ShapeExtension certificateTimestamps() {
    return empty(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP);
  }

  static ShapeExtension extendedMasterSecret() {
    return empty(ExtensionType.EXTENDED_MASTER_SECRET);
  }

  static ShapeExtension compressCertificate(Integer... algorithms) {
    return new ShapeExtension.CompressCertificate(List.of(algorithms));
  }

  static ShapeExtension sessionTicket() {
    return empty(ExtensionType.SESSION_TICKET);
  }

  static ShapeExtension versions(Integer... versions) {
    return new ShapeExtension.Versions(List.of(versions));
  }

  /// PSK with (EC)DHE only (RFC 8446 4.2.9).
  static ShapeExtension pskModes() {
    return fixed(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101");
  }

  static ShapeExtension shares(Integer... groups) {
    return new ShapeExtension.Shares(List.of(groups), false);
  }

  /// Initial handshake: no verify data (RFC 5746 3.4).
  static ShapeExtension renegotiationInfo() {
    return fixed(ExtensionType.RENEGOTIATION_INFO, "00");
  }

  static ShapeExtension place(int type) {
    return new ShapeExtension.Place(type);
  }

  static ShapeExtension padding() {
    return new ShapeExtension.Padding();
  }

  static ShapeExtension preSharedKey() {
    return new ShapeExtension.PreSharedKey();
  }
}
