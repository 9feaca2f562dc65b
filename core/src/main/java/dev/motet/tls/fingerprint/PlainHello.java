package dev.motet.tls.fingerprint;

import static dev.motet.tls.fingerprint.Parts.alpn;
import static dev.motet.tls.fingerprint.Parts.certificateTimestamps;
import static dev.motet.tls.fingerprint.Parts.extendedMasterSecret;
import static dev.motet.tls.fingerprint.Parts.place;
import static dev.motet.tls.fingerprint.Parts.pointFormats;
import static dev.motet.tls.fingerprint.Parts.preSharedKey;
import static dev.motet.tls.fingerprint.Parts.renegotiationInfo;
import static dev.motet.tls.fingerprint.Parts.schemes;
import static dev.motet.tls.fingerprint.Parts.serverName;
import static dev.motet.tls.fingerprint.Parts.shares;
import static dev.motet.tls.fingerprint.Parts.statusRequest;
import static dev.motet.tls.fingerprint.Parts.versions;

import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The hello of a client without `utls`: that of Go's crypto/tls on a machine with AES
/// instructions, as sing-box 1.12.12 sends it. It has no fixed list of application protocols.
public final class PlainHello {
  private static final String NAME = "plain";

  private static final List<Integer> SUITES_13 = List.of(0x1301, 0x1302, 0x1303);

  /// Suites of older versions that are offered unless others are wanted.
  private static final Set<Integer> DEFAULTS =
      Set.of(0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014);

  /// All that can be wanted, in the order in which crypto/tls offers them, whatever order the
  /// configuration has.
  private static final List<Integer> PREFERENCE =
      List.of(
          0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c,
          0x009d, 0x002f, 0x0035, 0xc012, 0x000a, 0xc023, 0xc027, 0x003c, 0xc007, 0xc011, 0x0005);

  private PlainHello() {}

  /// A hello of these versions (numbers on the wire, TLS 1.2 at least).
  ///
  /// @param suites of TLS 1.2 to offer; empty for the usual ones. Those of TLS 1.3 are not open to
  ///   choice
  public static HelloShape shape(int minVersion, int maxVersion, Set<Integer> suites) {
    boolean only13 = minVersion >= ProtocolVersion.TLS_1_3;
    boolean with13 = maxVersion >= ProtocolVersion.TLS_1_3;
    List<ShapeExtension> extensions = new ArrayList<>();
    extensions.add(serverName());
    extensions.add(pointFormats());
    extensions.add(renegotiationInfo());
    extensions.add(extendedMasterSecret());
    addCommon(extensions, only13 ? schemes13() : schemesOf12());
    if (!with13) {
      extensions.add(versions(ProtocolVersion.TLS_1_2));
      return new HelloShape(NAME, suitesOf12(suites), extensions, false);
    }
    if (only13) {
      addKeys(extensions, versions(ProtocolVersion.TLS_1_3));
      return new HelloShape(NAME, SUITES_13, extensions, false);
    }
    addKeys(extensions, versions(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_2));
    List<Integer> all = new ArrayList<>(suitesOf12(suites));
    all.addAll(SUITES_13);
    return new HelloShape(NAME, all, extensions, false);
  }

  /// A hello around an encrypted one: TLS 1.3 only, and nothing that means something only to older
  /// versions.
  public static HelloShape withEch() {
    List<ShapeExtension> extensions = new ArrayList<>();
    extensions.add(serverName());
    addCommon(extensions, schemes13());
    addKeys(extensions, versions(ProtocolVersion.TLS_1_3));
    return new HelloShape(NAME, SUITES_13, extensions, false);
  }

  /// A hello of QUIC, whose transport parameters come with [HelloValues#extra()].
  public static HelloShape quic() {
    return shape(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_3, Set.of()).named("quic");
  }

  private static void addCommon(List<ShapeExtension> extensions, ShapeExtension schemes) {
    extensions.add(certificateTimestamps());
    extensions.add(place(ExtensionType.QUIC_TRANSPORT_PARAMETERS));
    extensions.add(place(ExtensionType.ENCRYPTED_CLIENT_HELLO));
    extensions.add(statusRequest());
    extensions.add(
        Parts.groups(
            NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1));
    extensions.add(schemes);
    extensions.add(certificateSchemes());
    extensions.add(alpn());
  }

  private static void addKeys(List<ShapeExtension> extensions, ShapeExtension versions) {
    extensions.add(versions);
    extensions.add(place(ExtensionType.COOKIE));
    extensions.add(shares(NamedGroup.X25519));
    extensions.add(place(ExtensionType.PSK_KEY_EXCHANGE_MODES));
    extensions.add(preSharedKey());
  }

  private static List<Integer> suitesOf12(Set<Integer> wanted) {
    Set<Integer> offered = wanted.isEmpty() ? DEFAULTS : wanted;
    return PREFERENCE.stream().filter(offered::contains).toList();
  }

  private static ShapeExtension schemesOf12() {
    return schemes(
        0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603, 0x0201,
        0x0203);
  }

  private static ShapeExtension schemes13() {
    return schemes(0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0503, 0x0603);
  }

  private static ShapeExtension certificateSchemes() {
    return Parts.fixed(
        ExtensionType.SIGNATURE_ALGORITHMS_CERT,
        "0018080404030807080508060401050106010503060302010203");
  }
}
