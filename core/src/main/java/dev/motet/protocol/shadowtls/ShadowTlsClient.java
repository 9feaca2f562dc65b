package dev.motet.protocol.shadowtls;

import dev.motet.core.DialRequest;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.PrefixedConn;
import dev.motet.secure.TlsDialer;
import dev.motet.tls.TlsConn;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.HelloHook;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;

/// The client's side: shakes hands with the handshake server through the ShadowTLS server, and goes
/// on with the stream behind it. Thread-safe.
final class ShadowTlsClient {
  private static final int TLS_1_3 = 0x0304;

  private final TlsDialer tls;
  private final int version;
  private final String password;
  private final SecureRandom random;

  ShadowTlsClient(TlsDialer tls, int version, String password, SecureRandom random) {
    this.tls = tls;
    this.version = version;
    this.password = password;
    this.random = random;
  }

  /// @param conn this takes it over, and closes it when the handshake fails
  Conn shake(DialRequest request, Conn conn) throws IOException {
    boolean done = false;
    try {
      Conn stream =
          switch (version) {
            case 1 -> shakeV1(request, conn);
            case 2 -> shakeV2(request, conn);
            default -> shakeV3(request, conn);
          };
      done = true;
      return stream;
    } finally {
      if (!done) {
        conn.close();
      }
    }
  }

  /// The bare stream follows the handshake; some of it may have been received with its end.
  private Conn shakeV1(DialRequest request, Conn conn) throws IOException {
    Buffer early = tls.client(request, conn, HelloHook.NONE).detach().raw();
    return early.isEmpty() ? conn : new PrefixedConn(early, conn);
  }

  private Conn shakeV2(DialRequest request, Conn conn) throws IOException {
    SeenRecords seen = new SeenRecords(password);
    RecordReader records = new RecordReader(conn);
    RecordFilter filter = new RecordFilter(conn, records, seen::absorb);
    tls.client(request, filter, HelloHook.NONE).detach();
    filter.drain();
    return new GreetingConn(new FramedConn(conn, records, none(), null, seen), seen);
  }

  private Conn shakeV3(DialRequest request, Conn conn) throws IOException {
    TaggedRecords tagged = new TaggedRecords(password);
    RecordReader records = new RecordReader(conn);
    RecordFilter filter = new RecordFilter(conn, records, tagged::open);
    TlsConn secured = tls.client(request, filter, hook());
    boolean newest = secured.negotiated().version() == TLS_1_3;
    secured.detach(); // late records of the handshake, of which nothing is needed
    RecordKeys keys = tagged.keys();
    if (keys == null || (newest && !tagged.isProven())) {
      secured.closeWrite(); // as a client of the site that has nothing to ask
      throw new DialException(
          Reason.AUTH, "the server does not know the password, or another one answered for it");
    }
    RecordTags tags =
        new RecordTags(
            keys.server(), keys.client(), Objects.requireNonNull(tagged.handshake()), random);
    return new FramedConn(conn, records, none(), tags, null);
  }

  private HelloHook hook() {
    return (message, _) -> {
      try {
        HelloProof.seal(message, password, random);
      } catch (IllegalArgumentException e) {
        throw new AlertException(Alert.INTERNAL_ERROR, String.valueOf(e.getMessage()));
      }
    };
  }

  private static Buffer none() {
    return Buffer.wrap(new byte[0]);
  }
}
