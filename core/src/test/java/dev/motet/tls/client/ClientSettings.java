package dev.motet.tls.client;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.ShapeExtension;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Settings of a client for tests, of which each is changed alone. Its hello offers all that a
/// client can speak, and some things that it cannot.
final class ClientSettings {
  static final PublicKeys KEYS = Providers.plain(new SecureRandom());
  static final byte[] LEAF = "leaf".getBytes(StandardCharsets.US_ASCII);
  static final int FFDHE2048 = 0x0100;
  static final int CBC_SUITE = 0xc013;

  /// The key of the leaf, without looking at who signed it.
  static final PeerVerifier ANYONE =
      (chain, name) -> {
        try {
          return CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(chain.getFirst()))
              .getPublicKey();
        } catch (CertificateException e) {
          throw new AssertionError(e);
        }
      };

  KeyPair serverKey = pair("EC", 256);
  List<Integer> suites =
      List.of(
          0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc030, 0xc02c,
          CBC_SUITE);
  List<Integer> groups = List.of(0x0a0a, 0x11ec, 0x1d, 0x17, 0x18, FFDHE2048);
  List<Integer> shares = List.of(0x0a0a, 0x1d);
  List<Integer> schemes =
      List.of(0x0403, 0x0503, 0x0804, 0x0805, 0x0806, 0x0807, 0x0401, 0x0501, 0x0201, 0x0203);
  List<Integer> versions = List.of(0x0a0a, 0x0304, 0x0303);
  Set<Integer> without = Set.of();
  @Nullable String serverName = "server.example";
  boolean sendServerName = true;
  @Nullable List<String> alpn;
  int minVersion = 0x0303;
  int maxVersion = 0x0304;
  Set<Integer> allowed = Set.of();
  PeerVerifier verifier = (chain, name) -> serverKey.getPublic();
  @Nullable Identity identity;
  List<Extension> extensions = List.of();
  KeyLog keyLog = KeyLog.NONE;
  HelloHook hook = HelloHook.NONE;
  @Nullable Tickets tickets;
  SecureRandom random = new SecureRandom();
  PublicKeys keys = KEYS;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  boolean quic;

  /// Refuses the server's certificates.
  void distrust() {
    verifier =
        (chain, name) -> {
          throw new AlertException(Alert.UNKNOWN_CA, "nobody knows it");
        };
  }

  ClientConfig config() {
    return new ClientConfig(
        shape(),
        serverName,
        sendServerName,
        alpn,
        minVersion,
        maxVersion,
        allowed,
        verifier,
        identity,
        null,
        extensions,
        keys,
        random,
        () -> now,
        keyLog,
        hook,
        tickets,
        quic);
  }

  private HelloShape shape() {
    List<ShapeExtension> all = new ArrayList<>();
    all.add(new ShapeExtension.GreaseSlot(new byte[0]));
    all.add(new ShapeExtension.ServerName());
    all.add(new ShapeExtension.Fixed(ExtensionType.EXTENDED_MASTER_SECRET, new byte[0]));
    all.add(new ShapeExtension.Fixed(ExtensionType.RENEGOTIATION_INFO, new byte[1]));
    all.add(new ShapeExtension.Groups(groups));
    all.add(new ShapeExtension.Fixed(ExtensionType.EC_POINT_FORMATS, new byte[] {1, 0}));
    all.add(new ShapeExtension.Fixed(ExtensionType.SESSION_TICKET, new byte[0]));
    all.add(new ShapeExtension.Alpn(List.of("h2", "http/1.1")));
    all.add(new ShapeExtension.Fixed(ExtensionType.STATUS_REQUEST, new byte[] {1, 0, 0, 0, 0}));
    all.add(new ShapeExtension.SignatureSchemes(schemes));
    all.add(new ShapeExtension.Fixed(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP, new byte[0]));
    if (versions.contains(0x0304)) {
      all.add(new ShapeExtension.Shares(shares, false));
      all.add(new ShapeExtension.Fixed(ExtensionType.PSK_KEY_EXCHANGE_MODES, new byte[] {1, 1}));
      all.add(new ShapeExtension.CompressCertificate(List.of(1, 2, 3)));
      all.add(
          new ShapeExtension.ApplicationSettings(
              ExtensionType.APPLICATION_SETTINGS, List.of("h2")));
    }
    all.add(new ShapeExtension.Versions(versions));
    all.add(new ShapeExtension.RecordSizeLimit(0x4001));
    all.add(new ShapeExtension.GreaseSlot(new byte[1]));
    all.add(new ShapeExtension.PreSharedKey());
    all.removeIf(extension -> without.contains(extension.type()));
    return new HelloShape("test", suites, all, false);
  }

  static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
