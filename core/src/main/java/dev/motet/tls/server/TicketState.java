package dev.motet.tls.server;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CipherSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server must know of a connection to go on with it, and gives to the client as a sealed
/// ticket. Arrays are not to be changed.
///
/// @param issuedAtMillis wall time
/// @param secret the pre-shared key
/// @param serverName what the client asked for; null for none
/// @param certificates of the client, leaf first; empty for none
record TicketState(
    CipherSuite suite,
    long issuedAtMillis,
    byte[] secret,
    @Nullable String serverName,
    List<byte[]> certificates) {
  /// Short, so that a stolen key opens little (RFC 8446 4.6.1 allows a week).
  static final Duration LIFETIME = Duration.ofDays(1);

  private static final int VERSION = 1;

  // version (u8), suite (u16), issued (u64), secret (u8 length), server name (u16 length, 0 for
  // none), certificates (u8 count) of: (u24 length)
  /// @return null for what another version of the program wrote
  static @Nullable TicketState read(byte[] bytes) {
    try {
      ByteReader in = new ByteReader(bytes);
      if (in.u8() != VERSION) {
        return null;
      }
      CipherSuite suite = CipherSuite.of(in.u16());
      long issued = in.u64();
      byte[] secret = in.bytes(in.u8());
      String name = in.latin1(in.u16());
      int count = in.u8();
      List<byte[]> certificates = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        certificates.add(in.bytes(in.u24()));
      }
      in.end();
      return suite == null
          ? null
          : new TicketState(
              suite, issued, secret, name.isEmpty() ? null : name, List.copyOf(certificates));
    } catch (ProtocolException _) {
      return null; // a full handshake follows
    }
  }

  /// Whether the certificates are few enough for a ticket, which has at most 65 535 bytes.
  static boolean fits(List<byte[]> certificates) {
    int length = 0;
    for (byte[] certificate : certificates) {
      length += certificate.length;
    }
    return certificates.size() <= CertificateMessage.MAX_ENTRIES && length <= 16 * 1024;
  }

  byte[] toBytes() {
    String name = serverName == null ? "" : serverName;
    int length = 1 + 2 + 8 + 1 + secret.length + 2 + name.length() + 1;
    for (byte[] certificate : certificates) {
      length += 3 + certificate.length;
    }
    ByteWriter out = new ByteWriter(new Buffer(new byte[length], 0, 0));
    out.u8(VERSION).u16(suite.code()).u64(issuedAtMillis);
    out.u8(secret.length).bytes(secret).u16(name.length()).latin1(name);
    out.u8(certificates.size());
    for (byte[] certificate : certificates) {
      out.u24(certificate.length).bytes(certificate);
    }
    return out.buffer().toBytes();
  }

  /// Never shows the secret.
  @Override
  public String toString() {
    return "TicketState[" + suite + ", ***]";
  }
}
