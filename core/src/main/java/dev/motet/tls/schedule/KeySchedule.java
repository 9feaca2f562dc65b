package dev.motet.tls.schedule;

import dev.motet.crypto.Hkdf;
import org.jspecify.annotations.Nullable;

/// The secrets of TLS 1.3, in the order in which they come to be (RFC 8446 7.1). For one thread.
/// Arrays that it gives are not to be changed.
public final class KeySchedule {
  private final Hkdf hash;
  private byte[] secret;

  /// @param preSharedKey null for none
  public KeySchedule(Hkdf hash, byte @Nullable [] preSharedKey) {
    this.hash = hash;
    byte[] zeros = new byte[hash.hashBytes()];
    this.secret = hash.extract(zeros, preSharedKey == null ? zeros : preSharedKey);
  }

  /// The key of a binder (RFC 8446 4.2.11.2), of a ticket.
  public byte[] binderKey() {
    return hash.expandLabel(secret, "res binder", Transcript.emptyHash(hash), hash.hashBytes());
  }

  /// From the early secret to the handshake secret.
  ///
  /// @param sharedSecret of the key agreement
  public void handshake(byte[] sharedSecret) {
    secret = hash.extract(derived(), sharedSecret);
  }

  /// From the handshake secret to the main secret.
  public void main() {
    secret = hash.extract(derived(), new byte[hash.hashBytes()]);
  }

  /// Of the handshake secret, with the transcript up to ServerHello.
  public byte[] clientHandshakeTraffic(byte[] transcriptHash) {
    return derive("c hs traffic", transcriptHash);
  }

  /// Of the handshake secret, with the transcript up to ServerHello.
  public byte[] serverHandshakeTraffic(byte[] transcriptHash) {
    return derive("s hs traffic", transcriptHash);
  }

  /// Of the main secret, with the transcript up to the server's Finished.
  public byte[] clientApplicationTraffic(byte[] transcriptHash) {
    return derive("c ap traffic", transcriptHash);
  }

  /// Of the main secret, with the transcript up to the server's Finished.
  public byte[] serverApplicationTraffic(byte[] transcriptHash) {
    return derive("s ap traffic", transcriptHash);
  }

  /// Of the main secret, with the transcript up to the server's Finished.
  public byte[] exporter(byte[] transcriptHash) {
    return derive("exp master", transcriptHash);
  }

  /// Of the main secret, with the transcript up to the client's Finished.
  public byte[] resumption(byte[] transcriptHash) {
    return derive("res master", transcriptHash);
  }

  /// The verify_data of a Finished, and of a binder (RFC 8446 4.4.4).
  ///
  /// @param base traffic secret of who sends it, or the binder key
  public static byte[] finished(Hkdf hash, byte[] base, byte[] transcriptHash) {
    byte[] key = hash.expandLabel(base, "finished", new byte[0], hash.hashBytes());
    return hash.extract(key, transcriptHash); // HKDF-Extract is HMAC: salt is the key
  }

  /// The traffic secret after a KeyUpdate (RFC 8446 7.2).
  public static byte[] next(Hkdf hash, byte[] trafficSecret) {
    return hash.expandLabel(trafficSecret, "traffic upd", new byte[0], hash.hashBytes());
  }

  /// The pre-shared key of a ticket (RFC 8446 4.6.1).
  public static byte[] ticketKey(Hkdf hash, byte[] resumption, byte[] nonce) {
    return hash.expandLabel(resumption, "resumption", nonce, hash.hashBytes());
  }

  /// Exported key material (RFC 8446 7.5).
  ///
  /// @param exporter of [#exporter(byte[])]
  /// @param label bytes, not only text
  public static byte[] export(
      Hkdf hash, byte[] exporter, byte[] label, byte[] context, int length) {
    byte[] secret = hash.expandLabel(exporter, label, Transcript.emptyHash(hash), hash.hashBytes());
    Transcript transcript = new Transcript();
    transcript.start(hash);
    transcript.add(context);
    return hash.expandLabel(secret, "exporter", transcript.hash(), length);
  }

  private byte[] derived() {
    return derive("derived", Transcript.emptyHash(hash));
  }

  private byte[] derive(String label, byte[] transcriptHash) {
    return hash.expandLabel(secret, label, transcriptHash, hash.hashBytes());
  }
}
