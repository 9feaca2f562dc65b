package dev.motet.tls.client;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.schedule.Prf;
import java.util.Arrays;

/// The master secret of TLS 1.2 and what comes from it (RFC 5246 6.3, 8.1). Arrays are not to be
/// changed.
///
/// @param randoms of client and server
record Tls12Secrets(
    Hkdf hash,
    byte[] master,
    byte[] randoms,
    boolean extendedMaster,
    TrafficKeys.Tls12 clientKeys,
    TrafficKeys.Tls12 serverKeys) {
  private static final int MASTER_BYTES = 48;
  private static final int VERIFY_DATA_BYTES = 12;
  private static final int GCM_IV_BYTES = 4;

  /// Called when ClientKeyExchange is the last message of the transcript.
  static Tls12Secrets derive(Tls12Agreed agreed, byte[] premaster) {
    Hkdf hash = agreed.suite().hash();
    byte[] randoms = Bytes.join(agreed.clientRandom(), agreed.serverRandom());
    byte[] master =
        agreed.extendedMaster()
            // RFC 7627 4: bound to all that was said
            ? Prf.expand(
                hash, premaster, "extended master secret", agreed.transcript().hash(), MASTER_BYTES)
            : Prf.expand(hash, premaster, "master secret", randoms, MASTER_BYTES);
    agreed.config().keyLog().write("CLIENT_RANDOM", agreed.clientRandom(), master);
    byte[] reversed = Bytes.join(agreed.serverRandom(), agreed.clientRandom());
    return of(agreed.suite(), master, randoms, reversed, agreed.extendedMaster());
  }

  // RFC 5246 6.3: client key, server key, client IV, server IV; no MAC keys with an AEAD
  private static Tls12Secrets of(
      CipherSuite suite, byte[] master, byte[] randoms, byte[] reversed, boolean extendedMaster) {
    int key = suite.aead().keyBytes();
    int iv = suite.aead() == Aead.Algorithm.CHACHA20_POLY1305 ? Aead.NONCE_BYTES : GCM_IV_BYTES;
    byte[] block = Prf.expand(suite.hash(), master, "key expansion", reversed, 2 * (key + iv));
    return new Tls12Secrets(
        suite.hash(),
        master,
        randoms,
        extendedMaster,
        new TrafficKeys.Tls12(
            suite,
            Arrays.copyOfRange(block, 0, key),
            Arrays.copyOfRange(block, 2 * key, 2 * key + iv)),
        new TrafficKeys.Tls12(
            suite,
            Arrays.copyOfRange(block, key, 2 * key),
            Arrays.copyOfRange(block, 2 * key + iv, 2 * (key + iv))));
  }

  /// The verify_data of a Finished (RFC 5246 7.4.9).
  byte[] finished(String label, byte[] transcriptHash) {
    return Prf.expand(hash, master, label, transcriptHash, VERIFY_DATA_BYTES);
  }

  // RFC 5705 4: seed is the randoms, then, where there is a context, its length (u16) and bytes
  byte[] export(byte[] label, byte[] context, int length) {
    // RFC 7627 7: without the extension two connections can be made to have the same secrets.
    if (!extendedMaster) {
      throw new IllegalStateException("server did not agree to extended_master_secret");
    }
    byte[] seed = randoms;
    if (context.length > 0) {
      seed = Bytes.join(seed, new byte[] {(byte) (context.length >>> 8), (byte) context.length});
      seed = Bytes.join(seed, context);
    }
    return Prf.expand(hash, master, label, seed, length);
  }

  /// Never shows them.
  @Override
  public String toString() {
    return "Tls12Secrets[***]";
  }
}
