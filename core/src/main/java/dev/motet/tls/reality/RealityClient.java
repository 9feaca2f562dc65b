package dev.motet.tls.reality;

import dev.motet.crypto.KeyOffer;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client's side of REALITY for one connection: proves itself in the session id of the hello,
/// and knows the server by its certificate (protocols.md 3.1).
///
/// The hello keeps a hybrid share that its fingerprint has: servers of 2026 want one, older ones
/// take it. The key comes from the classical share where there is one.
public final class RealityClient implements HelloHook, PeerVerifier {
  /// What servers of 2026 take for recent enough: 26.3.27.
  public static final int DEFAULT_VERSION = 0x1a031b;

  private static final int SESSION_ID_BYTES = 32;
  private static final int RANDOM_AT = 6;
  private static final int RANDOM_BYTES = 32;

  private final byte[] serverKey;
  private final long shortId;
  private final int version;
  private final PeerVerifier site;
  private final InstantSource time;
  private @Nullable AuthKey key;
  private boolean reachedSite;

  /// @param serverKey X25519, 32 bytes
  /// @param shortId 8 bytes
  /// @param version announced to the server, as 0xXXYYZZ
  /// @param site knows the certificates of the site that the server hides behind
  /// @param time corrected wall time
  public RealityClient(
      byte[] serverKey, byte[] shortId, int version, PeerVerifier site, InstantSource time) {
    this.serverKey = serverKey.clone();
    this.shortId = RealityProof.shortId(shortId);
    this.version = version;
    this.site = site;
    this.time = time;
  }

  @Override
  public void seal(byte[] message, List<KeyOffer> offers) throws AlertException {
    if (message[SESSION_ID_AT - 1] != SESSION_ID_BYTES) {
      throw new AlertException(Alert.INTERNAL_ERROR, "hello without a session id for REALITY");
    }
    byte[] random = Arrays.copyOfRange(message, RANDOM_AT, RANDOM_AT + RANDOM_BYTES);
    AuthKey made = AuthKey.of(shared(offers), random);
    Arrays.fill(message, SESSION_ID_AT, SESSION_ID_AT + SESSION_ID_BYTES, (byte) 0);
    RealityProof proof = new RealityProof(version, time.millis() / 1000, shortId);
    byte[] sealed = made.seal(message, proof.toBytes());
    System.arraycopy(sealed, 0, message, SESSION_ID_AT, SESSION_ID_BYTES);
    key = made;
  }

  private byte[] shared(List<KeyOffer> offers) throws AlertException {
    KeyOffer offer = offer(offers, NamedGroup.X25519);
    if (offer == null) {
      offer = offer(offers, NamedGroup.X25519MLKEM768);
    }
    if (offer == null) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "fingerprint without an X25519 share, which REALITY needs");
    }
    try {
      return offer.x25519().agree(serverKey);
    } catch (GeneralSecurityException e) {
      throw new AlertException(Alert.INTERNAL_ERROR, "public_key of REALITY: " + e.getMessage());
    }
  }

  private static @Nullable KeyOffer offer(List<KeyOffer> offers, int group) {
    for (KeyOffer offer : offers) {
      if (offer.group() == group) {
        return offer;
      }
    }
    return null;
  }

  @Override
  public PublicKey verify(List<byte[]> chain, @Nullable String name) throws AlertException {
    RealityCertificate certificate = RealityCertificate.read(chain.getFirst());
    AuthKey expected = key;
    if (certificate != null && expected != null) {
      byte[] mac = expected.certificateMac(certificate.publicKey());
      if (MessageDigest.isEqual(mac, certificate.signature())) {
        try {
          return certificate.key();
        } catch (GeneralSecurityException e) {
          throw new AlertException(Alert.BAD_CERTIFICATE, "key of Ed25519: " + e.getMessage());
        }
      }
    }
    PublicKey siteKey = site.verify(chain, name);
    reachedSite = true;
    return siteKey;
  }

  @Override
  public boolean allowsScheme(int scheme) {
    return scheme == SignatureScheme.ED25519;
  }

  /// Whether the certificate was the one of the site: the server did not take the proof, or there
  /// is none.
  boolean reachedSite() {
    return reachedSite;
  }
}
