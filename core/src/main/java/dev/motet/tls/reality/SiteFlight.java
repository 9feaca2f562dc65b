package dev.motet.tls.reality;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first flight of the site, of which the own one takes ServerHello and the lengths of records
/// (protocols.md 3.2, 4). Bytes in, no sockets. For one connection.
final class SiteFlight {
  /// Longer than EncryptedExtensions are: all four messages are in one record.
  private static final int MAX_SEPARATE_BYTES = 512;

  /// Of all records; chains of certificates have a tenth.
  private static final int MAX_BYTES = 64 * 1024;

  private static final int HEADER_BYTES = 5;
  private static final int HANDSHAKE = 22;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int APPLICATION_DATA = 23;
  private static final int CHANGE_BYTES = 6;

  /// ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished.
  private static final int RECORDS = 6;

  private static final int FIRST_SEALED = 2;

  /// What is known after some bytes.
  enum Progress {
    MORE,
    READY,
    /// The site said something that cannot be imitated.
    UNSUITABLE
  }

  private final byte[] sessionId;

  /// What the site said, to be passed on if it cannot be imitated.
  private byte[] received = {};

  /// Where the record begins that is not complete.
  private int at;

  private final List<Integer> lengths = new ArrayList<>(RECORDS);
  private @Nullable ServerHello hello;
  private @Nullable KeyShare share;
  private @Nullable CipherSuite suite;
  private boolean joined;
  private int ticketBytes;

  /// @param sessionId of the client, which the site repeats
  SiteFlight(byte[] sessionId) {
    this.sessionId = sessionId;
  }

  /// Takes what came next.
  Progress add(byte[] bytes) {
    int length = received.length;
    received = Arrays.copyOf(received, length + bytes.length);
    System.arraycopy(bytes, 0, received, length, bytes.length);
    try {
      while (lengths.size() < RECORDS) {
        Progress progress = next();
        if (progress != null) {
          return progress;
        }
      }
      return behind();
    } catch (ProtocolException _) {
      return Progress.UNSUITABLE;
    }
  }

  /// @return null when a record was complete and others follow
  private @Nullable Progress next() throws ProtocolException {
    int there = received.length - at;
    if (there < HEADER_BYTES) {
      return Progress.MORE;
    }
    int index = lengths.size();
    int bytes = recordBytes(index);
    if (bytes < 0 || at + bytes > MAX_BYTES) {
      return Progress.UNSUITABLE;
    }
    if (index == FIRST_SEALED && bytes > MAX_SEPARATE_BYTES) {
      joined = true;
      lengths.add(bytes);
      return fits() ? Progress.READY : Progress.UNSUITABLE;
    }
    if (there < bytes) {
      return Progress.MORE;
    }
    if (!isAsExpected(index, bytes)) {
      return Progress.UNSUITABLE;
    }
    lengths.add(bytes);
    at += bytes;
    return null;
  }

  /// @return negative for a record that is not the one of this place
  private int recordBytes(int index) throws ProtocolException {
    ByteReader in = new ByteReader(received, at, received.length);
    int type = in.u8();
    int version = in.u16();
    int expected =
        switch (index) {
          case 0 -> HANDSHAKE;
          case 1 -> CHANGE_CIPHER_SPEC;
          default -> APPLICATION_DATA;
        };
    boolean right = type == expected && version == ProtocolVersion.TLS_1_2;
    return right ? HEADER_BYTES + in.u16() : -1;
  }

  private boolean isAsExpected(int index, int bytes) throws ProtocolException {
    return switch (index) {
      case 0 -> takeHello(Arrays.copyOfRange(received, at + HEADER_BYTES, at + bytes));
      case 1 -> bytes == CHANGE_BYTES && received[at + HEADER_BYTES] == 1;
      default -> true;
    };
  }

  private boolean takeHello(byte[] message) throws ProtocolException {
    if (message.length < Message.HEADER_BYTES
        || Message.type(message) != HandshakeType.SERVER_HELLO) {
      return false;
    }
    ServerHello read = ServerHello.read(Message.body(message));
    CipherSuite chosen = CipherSuite.of(read.cipherSuite());
    if (read.isRetryRequest()
        || read.version() != ProtocolVersion.TLS_1_2
        || read.selectedVersion() != ProtocolVersion.TLS_1_3
        || chosen == null
        || !chosen.isTls13()
        || !Arrays.equals(read.sessionId(), sessionId)) {
      return false;
    }
    KeyShare given = read.keyShare();
    if (given == null || given.key().length != shareBytes(given.group())) {
      return false;
    }
    hello = read;
    share = given;
    suite = chosen;
    return true;
  }

  /// Bytes of a server's share in the groups that can be answered; -1 for others.
  private static int shareBytes(int group) {
    return switch (group) {
      case NamedGroup.X25519 -> 32;
      case NamedGroup.X25519MLKEM768 -> 1088 + 32;
      default -> -1;
    };
  }

  /// What came together with Finished: tickets, of which the first is imitated.
  private Progress behind() throws ProtocolException {
    if (received.length - at >= HEADER_BYTES) {
      int bytes = recordBytes(RECORDS);
      ticketBytes = Math.max(bytes, 0);
    }
    return fits() ? Progress.READY : Progress.UNSUITABLE;
  }

  private boolean fits() {
    CipherSuite chosen = suite;
    return chosen != null && SiteDisguise.fits(recordBytes(), chosen.hash());
  }

  /// All that the site said.
  byte[] received() {
    return received;
  }

  /// Bytes of the records of EncryptedExtensions to Finished, headers included; a single one where
  /// all messages are in one record.
  List<Integer> recordBytes() {
    return List.copyOf(lengths.subList(FIRST_SEALED, joined ? FIRST_SEALED + 1 : RECORDS));
  }

  /// Bytes of the record behind Finished; 0 for none.
  int ticketBytes() {
    return ticketBytes;
  }

  /// The site's ServerHello.
  ServerHello hello() {
    return java.util.Objects.requireNonNull(hello, "not ready");
  }

  /// The site's share.
  KeyShare share() {
    return java.util.Objects.requireNonNull(share, "not ready");
  }
}
