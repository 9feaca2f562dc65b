package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.ServerHello;
import org.jspecify.annotations.Nullable;

/// Version 3, for a client whose ClientHello was sealed: data of the server is changed so that only
/// who knows the password can go on, until the client sends a record with a tag.
final class WatchV3 implements HandshakeWatch {
  private static final int TLS_1_3 = 0x0304;

  private final String password;
  private final boolean strict;

  /// Null before the ServerHello. Set by the thread of the server's direction.
  private volatile @Nullable RecordKeys keys;

  private byte[] keyStream = new byte[0];
  private @Nullable ShadowTlsMac handshake;
  private boolean retried;

  /// @param strict a server without TLS 1.3 is left alone
  WatchV3(String password, boolean strict) {
    this.password = password;
    this.strict = strict;
  }

  /// Null before the ServerHello.
  @Nullable RecordKeys keys() {
    return keys;
  }

  @Override
  public Step fromClient(Buffer record) {
    RecordKeys known = keys;
    int tagEnd = record.from + TlsRecords.HEADER_BYTES + ShadowTlsMac.TAG_BYTES;
    if (known == null
        || TlsRecords.type(record) != TlsRecords.APPLICATION_DATA
        || record.to <= tagEnd) {
      return Step.PASS;
    }
    Buffer tag = new Buffer(record.array, record.from + TlsRecords.HEADER_BYTES, tagEnd);
    Buffer rest = new Buffer(record.array, tagEnd, record.to);
    return known.client().accepts(tag, rest) ? Step.DATA : Step.PASS;
  }

  @Override
  public Step fromServer(Buffer records) {
    Buffer rest = new Buffer(records.array, records.from, records.to);
    int growth = ShadowTlsMac.TAG_BYTES * countOfData(records);
    records.from -= growth;
    records.to = records.from;
    Step step = Step.PASS;
    while (!rest.isEmpty()) {
      Buffer record = TlsRecords.next(rest);
      if (step == Step.PASS) {
        step = see(record);
      }
      if (handshake != null && isData(record)) {
        tag(record, handshake, records);
      } else {
        records.append(record);
      }
    }
    return step;
  }

  private Step see(Buffer record) {
    if (keys != null) {
      return Step.PASS;
    }
    ServerHello hello = ServerHellos.in(record);
    if (hello == null) {
      return retried && TlsRecords.type(record) == TlsRecords.CHANGE_CIPHER_SPEC
          ? Step.PASS
          : Step.PLAIN;
    }
    if (hello.isRetryRequest()) {
      // Its random is always the same: what was recorded once could be played again.
      retried = true;
      return Step.PASS;
    }
    if (strict && !isTls13(hello)) {
      return Step.PLAIN;
    }
    RecordKeys derived = new RecordKeys(password, hello.random());
    keyStream = derived.keyStream();
    handshake = derived.handshake();
    keys = derived;
    return Step.PASS;
  }

  /// To the end of `out`, which is so much further to the front that nothing to come is
  /// overwritten.
  private void tag(Buffer record, ShadowTlsMac mac, Buffer out) {
    int payloadAt = record.from + TlsRecords.HEADER_BYTES;
    Buffer payload = new Buffer(record.array, payloadAt, record.to);
    RecordKeys.xor(payload, keyStream);
    byte[] tag = mac.update(payload.array, payload.from, payload.length()).tag();
    TlsRecords.writeHeader(out.array, out.to, tag.length + payload.length());
    out.to += TlsRecords.HEADER_BYTES;
    out.append(tag, 0, tag.length);
    out.append(payload);
  }

  private static int countOfData(Buffer records) {
    Buffer rest = new Buffer(records.array, records.from, records.to);
    int count = 0;
    while (!rest.isEmpty()) {
      count += isData(TlsRecords.next(rest)) ? 1 : 0;
    }
    return count;
  }

  private static boolean isData(Buffer record) {
    return TlsRecords.type(record) == TlsRecords.APPLICATION_DATA;
  }

  private static boolean isTls13(ServerHello hello) {
    try {
      return hello.selectedVersion() == TLS_1_3;
    } catch (ProtocolException _) {
      return false;
    }
  }
}
