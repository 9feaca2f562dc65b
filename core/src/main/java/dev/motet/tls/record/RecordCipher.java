package dev.motet.tls.record;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ProtocolVersion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import javax.crypto.AEADBadTagException;

// hot
/// Protects the records of one direction under one key. Of one thread.
final class RecordCipher {
  static final int HEADER_BYTES = 5;

  /// RFC 8446 5.5: 2^24.5 full records with AES-GCM keep the margin of 2^-57; this stays below.
  static final long GCM_RECORDS = 1 << 24;

  private static final int EXPLICIT_NONCE_BYTES = 8;
  private static final int SEQUENCE_AT = Aead.NONCE_BYTES - Long.BYTES;
  private static final byte[] NO_CONTEXT = {};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Aead aead;
  private final Level level;
  private final boolean tls13;
  private final boolean gcm;

  /// The nonce of the next record; its last 8 bytes change.
  private final byte[] nonce;

  /// What the sequence number is combined with in the last 8 bytes.
  private final long mask;

  /// Of TLS 1.2: sequence number (u64), type (u8), version (u16), content length (u16).
  private final byte[] context = new byte[Long.BYTES + HEADER_BYTES];

  private long sequence;

  private RecordCipher(CipherSuite suite, Level level, boolean tls13, byte[] key, byte[] iv) {
    this.aead = new Aead(suite.aead(), key);
    this.level = level;
    this.tls13 = tls13;
    this.gcm = suite.aead() != Aead.Algorithm.CHACHA20_POLY1305;
    this.nonce = java.util.Arrays.copyOf(iv, Aead.NONCE_BYTES);
    this.mask = (long) LONG.get(nonce, SEQUENCE_AT);
  }

  static RecordCipher of(TrafficKeys keys) {
    return switch (keys) {
      case TrafficKeys.Tls13 k -> {
        // RFC 8446 7.3
        Hkdf hash = k.suite().hash();
        int keyBytes = k.suite().aead().keyBytes();
        byte[] key = hash.expandLabel(k.secret(), "key", NO_CONTEXT, keyBytes);
        byte[] iv = hash.expandLabel(k.secret(), "iv", NO_CONTEXT, Aead.NONCE_BYTES);
        yield new RecordCipher(k.suite(), k.level(), true, key, iv);
      }
      case TrafficKeys.Tls12 k ->
          new RecordCipher(k.suite(), Level.APPLICATION, false, k.key(), k.iv());
    };
  }

  boolean isTls13() {
    return tls13;
  }

  Level level() {
    return level;
  }

  /// Records protected so far.
  long sequence() {
    return sequence;
  }

  /// Whether AES-GCM says so after `records` of them.
  boolean isWornOut(long records) {
    return tls13 && gcm && sequence >= records;
  }

  /// Bytes of a record before its content.
  int head() {
    return hasExplicitNonce() ? HEADER_BYTES + EXPLICIT_NONCE_BYTES : HEADER_BYTES;
  }

  /// Bytes of a record behind its content, padding not counted.
  int tail() {
    return tls13 ? 1 + Aead.TAG_BYTES : Aead.TAG_BYTES;
  }

  /// Bytes that a record of this many bytes, header included, opens to: content, and in TLS 1.3 its
  /// type and padding. Negative where it is too short for a tag.
  int innerBytes(int recordBytes) {
    return recordBytes - head() - Aead.TAG_BYTES;
  }

  /// Makes a record of the content `in[from, from + length)` at `out[to]`. The arrays may be the
  /// same one, where the content of the record then lies at the offset of `from` or below.
  ///
  /// @param padding bytes of zeros (RFC 8446 5.4), for which there is room behind the content; none
  ///   in TLS 1.2
  /// @return bytes of the record
  int seal(int type, byte[] in, int from, int length, int padding, byte[] out, int to) {
    return tls13
        ? seal13(type, in, from, length, padding, out, to)
        : seal12(type, in, from, length, out, to);
  }

  // header: type 23 (u8), version 0x0303 (u16), length (u16); sealed: content, type (u8), zeros
  @SuppressWarnings("ReferenceEquality") // whether it is done in place
  private int seal13(int type, byte[] in, int from, int length, int padding, byte[] out, int to) {
    int end = from + length;
    if (end >= in.length) {
      System.arraycopy(in, from, out, to + HEADER_BYTES, length);
      return seal13(type, out, to + HEADER_BYTES, length, padding, out, to);
    }
    int inner = length + 1 + padding;
    byte displaced = in[end];
    in[end] = (byte) type;
    header(ContentType.APPLICATION_DATA, inner + Aead.TAG_BYTES, out, to);
    LONG.set(nonce, SEQUENCE_AT, mask ^ sequence++);
    int sealed = aead.seal(nonce, out, to, HEADER_BYTES, in, from, inner, out, to + HEADER_BYTES);
    if (in != out || to + HEADER_BYTES + sealed <= end) {
      in[end] = displaced; // it is the first of the next record
    }
    return HEADER_BYTES + sealed;
  }

  // RFC 5288 3: header, explicit nonce (8), sealed content. RFC 7905 2: header, sealed content
  private int seal12(int type, byte[] in, int from, int length, byte[] out, int to) {
    int head = head();
    header(type, head - HEADER_BYTES + length + Aead.TAG_BYTES, out, to);
    context(type, length);
    if (head > HEADER_BYTES) {
      LONG.set(out, to + HEADER_BYTES, sequence);
      LONG.set(nonce, SEQUENCE_AT, sequence);
    } else {
      LONG.set(nonce, SEQUENCE_AT, mask ^ sequence);
    }
    sequence++;
    return head + aead.seal(nonce, context, 0, context.length, in, from, length, out, to + head);
  }

  /// Opens the record at `in[from]` to `out[to]`.
  ///
  /// @param recordBytes header included
  /// @return [#innerBytes]
  int open(byte[] in, int from, int recordBytes, byte[] out, int to) throws AlertException {
    int inner = innerBytes(recordBytes);
    // RFC 8446 5.2: what cannot be opened ends the connection
    if (inner < 0) {
      throw badRecordMac();
    }
    int head = head();
    try {
      if (tls13) {
        LONG.set(nonce, SEQUENCE_AT, mask ^ sequence);
        int opened =
            aead.open(nonce, in, from, HEADER_BYTES, in, from + head, recordBytes - head, out, to);
        sequence++; // not for early data that does not open
        return opened;
      }
      context(in[from], inner);
      long received =
          hasExplicitNonce() ? (long) LONG.get(in, from + HEADER_BYTES) : mask ^ sequence;
      LONG.set(nonce, SEQUENCE_AT, received);
      sequence++;
      return aead.open(
          nonce, context, 0, context.length, in, from + head, recordBytes - head, out, to);
    } catch (AEADBadTagException _) {
      throw badRecordMac();
    }
  }

  private boolean hasExplicitNonce() {
    return !tls13 && gcm;
  }

  private void context(int type, int length) {
    LONG.set(context, 0, sequence);
    header(type, length, context, Long.BYTES);
  }

  private static void header(int type, int length, byte[] out, int to) {
    out[to] = (byte) type;
    out[to + 1] = (byte) (ProtocolVersion.TLS_1_2 >>> 8);
    out[to + 2] = (byte) ProtocolVersion.TLS_1_2;
    out[to + 3] = (byte) (length >>> 8);
    out[to + 4] = (byte) length;
  }

  private static AlertException badRecordMac() {
    return new AlertException(Alert.BAD_RECORD_MAC, "a record that was not sealed with our key");
  }
}
